import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** One HTTP request on a connection of its own, with limits of time and size. */
export type HttpRequest = {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
};

/** The outcome of a request; a failure says how far it got, which decides on a retry. */
export type HttpOutcome =
  | { kind: 'answered'; status: number; headers: IncomingMessage['headers']; body: Buffer }
  | { kind: 'too-large' }
  | { kind: 'failed'; during: 'connect' | 'read'; reason: string };

/** Makes one HTTP request without following redirects; never rejects. */
export function exchangeHttp(request: HttpRequest): Promise<HttpOutcome> {
  const { url, method, headers, body, signal } = request;
  const secure = url.protocol === 'https:';
  return new Promise((resolve) => {
    let during: 'connect' | 'read' = 'connect';
    const settle = (outcome: HttpOutcome) => {
      clearTimeout(timer);
      resolve(outcome);
    };
    const fail = (reason: string) => {
      settle({ kind: 'failed', during, reason });
      outgoing.destroy();
    };
    let timer = setTimeout(() => fail('ETIMEDOUT'), request.connectTimeoutMs);

    const outgoing = (secure ? httpsRequest : httpRequest)(url, {
      method,
      // The signed URL carries no credentials, and neither does the first request.
      auth: null,
      agent: false,
      signal,
      headers: {
        ...headers,
        Connection: 'close',
        ...(body !== undefined && { 'Content-Length': String(Buffer.byteLength(body)) }),
      },
    });
    outgoing.once('socket', (socket) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        during = 'read';
        clearTimeout(timer);
        timer = setTimeout(() => fail('ETIMEDOUT'), request.readTimeoutMs);
      });
    });
    outgoing.once('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    outgoing.once('response', (response) => {
      clearTimeout(timer);
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        chunks.push(chunk);
        if (bytes <= request.maxBytes) return;
        settle({ kind: 'too-large' });
        outgoing.destroy();
      });
      response.once('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
      response.once('end', () =>
        settle({
          kind: 'answered',
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
    });
    outgoing.end(body);
  });
}
