import type { VendorAnswer } from '#local/aws/vendor-server.ts';

/**
 * The HTTP status of each error code of S3 that is used here:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const statuses = {
  AccessDenied: 403,
  BadDigest: 400,
  EntityTooLarge: 400,
  IncompleteBody: 400,
  InternalError: 500,
  InvalidRange: 416,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NotImplemented: 501,
  PreconditionFailed: 412,
  SlowDown: 503,
} as const;

/** Returns an error in S3's XML. */
export function s3Error(code: keyof typeof statuses, message: string): VendorAnswer {
  return xml(statuses[code], 'Error', { Code: code, Message: message });
}

/** Returns a result in S3's XML: one element for each field, repeated for each item of a list. */
export function s3Result(name: string, fields: XmlFields): VendorAnswer {
  return xml(200, name, fields);
}

type XmlFields = {
  readonly [name: string]: string | number | boolean | readonly XmlFields[] | undefined;
};

function xml(status: number, root: string, fields: XmlFields): VendorAnswer {
  const namespace = root === 'Error' ? '' : ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${namespace}>${elements(fields)}</${root}>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

function elements(fields: XmlFields): string {
  return Object.entries(fields)
    .flatMap(([name, value]) => {
      if (value === undefined) return [];
      const values = Array.isArray(value) ? value.map(elements) : [escaped(String(value))];
      return values.map((text) => `<${name}>${text}</${name}>`);
    })
    .join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>"\r\n]/g, (character) => `&#${character.charCodeAt(0)};`);
}
