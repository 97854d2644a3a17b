/** What OpenAI says when it refuses: the status, and the error that its SDK reads. */
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

/** Nothing is served at this place. */
export const noSuchUrl: Refusal = {
  status: 404,
  type: 'invalid_request_error',
  code: 'unknown_url',
  message: 'Invalid URL.',
};

/** The upload exceeds what OpenAI takes. */
export const tooLarge: Refusal = {
  status: 413,
  type: 'invalid_request_error',
  code: 'content_size_limit_exceeded',
  message: 'Maximum content size limit exceeded.',
};

/** The request makes no sense, in the given way. */
export function badRequest(message: string): Refusal {
  return { status: 400, type: 'invalid_request_error', code: null, message };
}

/** The request is fine, but OpenAI is not: its rate limit, or its own failure. */
export function outage(status: number, retryAfterMs?: number): Refusal {
  const error =
    status === 429
      ? { type: 'requests', code: 'rate_limit_exceeded', message: 'Rate limit reached.' }
      : { type: 'server_error', code: null, message: 'The server had an error.' };
  return { status, retryAfterMs, ...error };
}
