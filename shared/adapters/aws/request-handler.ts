/**
 * One client opens as many sockets as it has requests. A request that waits for a socket uses up its own time, also
 * that for connecting. With the SDK's 50 sockets, a slow service would lose requests to our own queue.
 */
const MAX_SOCKETS = Number.POSITIVE_INFINITY;

/** Returns the settings of a client's request handler. The limit lasts from a request to the head of its answer. */
export function requestHandler(requestTimeoutMs: number) {
  const agent = { maxSockets: MAX_SOCKETS };
  return {
    requestTimeout: requestTimeoutMs,
    // Without this, the limit only logs a warning.
    throwOnRequestTimeout: true,
    httpsAgent: agent,
    httpAgent: agent,
  };
}
