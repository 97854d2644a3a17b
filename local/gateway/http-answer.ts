import { STATUS_CODES } from 'node:http';

/** An answer of the gateway, ready to be written. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
};

/** A refusal in an HTTP API's own words. */
export function message(status: number, text = STATUS_CODES[status] ?? ''): HttpAnswer {
  return json(status, JSON.stringify({ message: text }));
}

/** Turns what a function returned into an answer, as payload format 2.0 reads it; a malformed result is a 500. */
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

/** Headers that belong to the connection, which is the gateway's. */
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

// A line break in a value would be a header of its own.
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
