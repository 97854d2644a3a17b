import { errorCachingSeconds } from '#shared/edge-errors.ts';

/** The time for which an error is kept where the distribution says nothing about its status. */
const DEFAULT_KEEPING_S = 10;
/** Statuses that are kept whatever the origin says; others only where it names an age. */
const KEPT_ALWAYS: ReadonlySet<number> = new Set([404, 414, 500, 501, 502, 503, 504]);
const KEPT_IF_TOLD: ReadonlySet<number> = new Set([400, 403, 405, 412, 415]);

/** A request as the cache sees it: without query, headers and cookies, as under `CACHING_DISABLED`. */
export type EdgeRequest = { readonly method?: string | undefined; readonly path: string };

/**
 * The errors that CloudFront keeps. It caches answers to GET and HEAD alone, and the handshake of a WebSocket is a GET.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 */
export interface Edge {
  /** Returns the status of the error that is kept for a request; undefined where the origin must be asked. */
  kept(request: EdgeRequest): number | undefined;
  /** Takes note of the origin's answer; `cacheControl` is its header. */
  answered(request: EdgeRequest, status: number, cacheControl?: string): void;
}

/** Creates the errors of a distribution: with the stack's own times, or with others. */
export function createEdge(
  seconds: Readonly<Record<number, number>> = errorCachingSeconds,
  now: () => number = Date.now,
): Edge {
  const errors = new Map<string, { readonly status: number; readonly until: number }>();
  return {
    kept({ method, path }) {
      const error = isCached(method) ? errors.get(path) : undefined;
      return error && now() < error.until ? error.status : undefined;
    },
    answered({ method, path }, status, cacheControl = '') {
      if (!isCached(method)) return;
      const age = Number(/max-age=(\d+)/.exec(cacheControl)?.[1] ?? 0);
      if (!KEPT_ALWAYS.has(status) && !(KEPT_IF_TOLD.has(status) && age > 0)) return;
      const keptS = Math.max(seconds[status] ?? DEFAULT_KEEPING_S, age);
      errors.set(path, { status, until: now() + keptS * 1_000 });
    },
  };
}

function isCached(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD';
}
