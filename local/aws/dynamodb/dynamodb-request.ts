import type { VendorRequest } from '#local/aws/vendor-server.ts';

/** A request of DynamoDB's JSON protocol: its operation, its fields, and the bytes of the wire. */
export type DynamoDbRequest = {
  readonly operation: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly wire: VendorRequest;
};

const TARGET = 'DynamoDB_20120810';

/** Reads a request; one that is not JSON has no fields. */
export function readDynamoDbRequest(wire: VendorRequest): DynamoDbRequest {
  const operation = `${wire.headers['x-amz-target'] ?? ''}`.slice(TARGET.length + 1);
  return { operation, fields: fieldsIn(wire.body), wire };
}

/** Returns a request of the stand-in itself, with the signature of another. */
export function requestOf(
  operation: string,
  fields: object,
  { headers }: VendorRequest,
): VendorRequest {
  return {
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { ...headers, 'x-amz-target': `${TARGET}.${operation}` },
    body: Buffer.from(JSON.stringify(fields)),
  };
}

function fieldsIn(body: Buffer): DynamoDbRequest['fields'] {
  try {
    return JSON.parse(`${body}`) ?? {};
  } catch {
    return {};
  }
}
