/** An error answer of OpenAI: its HTTP status, and the fields that the SDK reads. */
export type Refusal = {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
};

/** The key is missing, or is not a bearer token. */
export const noKey: Refusal = {
  status: 401,
  type: 'invalid_request_error',
  code: 'invalid_api_key',
  message: 'Incorrect API key provided.',
};

/** The URL is not served. */
export const noSuchUrl: Refusal = {
  status: 404,
  type: 'invalid_request_error',
  code: 'unknown_url',
  message: 'Invalid URL.',
};

/** The upload exceeds OpenAI's limit. */
export const tooLarge: Refusal = {
  status: 413,
  type: 'invalid_request_error',
  code: 'content_size_limit_exceeded',
  message: 'Maximum content size limit exceeded.',
};

/** Returns the refusal of an invalid request. */
export function badRequest(message: string): Refusal {
  return { status: 400, type: 'invalid_request_error', code: null, message };
}

/** Returns OpenAI's own failure: its rate limit, or a server error. */
export function outage(status: number, retryAfterMs?: number): Refusal {
  const error =
    status === 429
      ? { type: 'requests', code: 'rate_limit_exceeded', message: 'Rate limit reached.' }
      : { type: 'server_error', code: null, message: 'The server had an error.' };
  return { status, retryAfterMs, ...error };
}
