import { type Config, readConfig } from '#shared/config/config.ts';
import { log } from '#shared/log.ts';

/** The fields of API Gateway's HTTP event (payload 2.0) that this product reads. */
export type HttpEvent = {
  readonly rawPath: string;
  readonly rawQueryString: string;
  /** Names in lower case, as HTTP APIs deliver them. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly isBase64Encoded: boolean;
};

/** A function's answer to API Gateway. */
export type HttpResult = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Returns an answer with a TwiML document. */
export function xml(body: string): HttpResult {
  return { statusCode: 200, headers: { 'content-type': 'text/xml; charset=utf-8' }, body };
}

/** Returns an answer without a body, for callbacks. */
export function noContent(): HttpResult {
  return { statusCode: 204, headers: {}, body: '' };
}

/** Returns an answer with a sentence for people. */
export function text(statusCode: number, body: string): HttpResult {
  return { statusCode, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

/** Returns an answer with JSON. */
export function json(statusCode: number, body: object): HttpResult {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { statusCode, headers, body: JSON.stringify(body) };
}

/** Returns a handler that builds a function at its first event, so that an import reads and builds nothing. Failures are logged and rethrown. */
export function lazily<Event, Result>(
  build: (config: Config) => Promise<(event: Event) => Promise<Result>>,
): (event: Event) => Promise<Result> {
  let built: Promise<(event: Event) => Promise<Result>> | undefined;
  return async (event) => {
    built ??= build(readConfig());
    try {
      return await (await built)(event);
    } catch (error) {
      log.error('function.failed', error);
      throw error;
    } finally {
      // A failed build is tried again at the next event.
      built.catch(() => {
        built = undefined;
      });
    }
  };
}
