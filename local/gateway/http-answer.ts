import { STATUS_CODES } from 'node:http';

/** An HTTP answer of the gateway. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
};

/** Returns a refusal in the JSON of an HTTP API. */
export function message(status: number, text = STATUS_CODES[status] ?? ''): HttpAnswer {
  return json(status, JSON.stringify({ message: text }));
}

/**
 * Turns a function's result into an HTTP answer by payload format 2.0; a malformed result becomes a 500.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function toHttpAnswer(result: unknown): HttpAnswer {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    return json(200, typeof result === 'string' ? result : JSON.stringify(result));
  }
  if (!isFormatted(result)) return message(500);
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded = false } = result;
  const told = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), String(value)] as const)
    .filter(([name]) => !OURS.has(name));
  return {
    status: statusCode,
    headers: {
      ...(body !== '' && { 'content-type': 'text/plain;charset=UTF-8' }),
      ...Object.fromEntries(told),
      ...(cookies.length > 0 && { 'set-cookie': cookies }),
    },
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/** The headers of the connection, which belong to the gateway. */
const OURS: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

type Formatted = {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
};

function isFormatted(result: object): result is Formatted {
  const { statusCode, headers, cookies, body, isBase64Encoded } = result as Record<string, unknown>;
  return (
    Number.isInteger(statusCode) &&
    Number(statusCode) >= 200 &&
    Number(statusCode) <= 599 &&
    (headers === undefined || isHeaders(headers)) &&
    (cookies === undefined ||
      (Array.isArray(cookies) && cookies.every(isString) && cookies.every(isHeaderValue))) &&
    (body === undefined || isString(body)) &&
    (isBase64Encoded === undefined || typeof isBase64Encoded === 'boolean')
  );
}

function isHeaders(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(
    ([name, item]) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && isHeaderValue(item),
  );
}

// Refuses line breaks: they would inject a header.
function isHeaderValue(value: unknown): boolean {
  if (typeof value === 'string') return /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
  return typeof value === 'number' || typeof value === 'boolean';
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function json(status: number, text: string): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(text) };
}
