import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ErrorLog, LEAKED_CREDENTIALS } from '../account/error-log.ts';
import type { StoredMedia } from './message.ts';

/**
 * The host of message media. The REST API redirects to it, and it refuses the account's credentials.
 * @see https://www.twilio.com/docs/messaging/api/media-resource
 */
export interface MediaHost extends AsyncDisposable {
  /** Returns a new address of a file, which needs no credentials. */
  offer(media: StoredMedia): string;
}

/** Four times WhatsApp's limit, so a client with a limit stops reading. */
const HUGE_BYTES = 64 * 1024 * 1024;
const BLOCK_BYTES = 64 * 1024;

/** Opens a host on a loopback port of its own. */
export async function createMediaHost(errors: ErrorLog): Promise<MediaHost> {
  const offered = new Map<string, StoredMedia>();
  const server = createServer(async (request, response) => {
    const media = offered.get(request.url ?? '');
    if (request.headers.authorization !== undefined) {
      errors.add({ code: LEAKED_CREDENTIALS, url: url(request.url ?? '') });
      response.writeHead(400).end('Only one auth mechanism allowed');
    } else if (media) {
      // A client with a limit hangs up in the middle.
      await serve(media, request, response).catch(() => {});
    } else {
      response.writeHead(403).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // `localhost` makes it another host than the API's 127.0.0.1.
  const url = (path: string) => `http://localhost:${(server.address() as AddressInfo).port}${path}`;

  return {
    offer(media) {
      const path = `/${randomBytes(16).toString('hex')}`;
      offered.set(path, media);
      return url(path);
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  { flaw, contentType, bytes }: StoredMedia,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (flaw === 'redirect-loop') {
    response.writeHead(302, { location: request.url }).end();
  } else if (flaw === 'huge') {
    response.writeHead(200, { 'content-type': contentType });
    await pipeline(Readable.from(zeros(HUGE_BYTES)), response);
  } else if (flaw === 'wrong-type') {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><script>alert(document.domain)</script>');
  } else {
    const type = flaw === 'no-type' ? 'application/octet-stream' : contentType;
    response.writeHead(200, { 'content-type': type, 'content-length': bytes.length });
    response.end(bytes);
  }
}

function* zeros(bytes: number): Generator<Buffer> {
  const block = Buffer.alloc(BLOCK_BYTES);
  for (let sent = 0; sent < bytes; sent += BLOCK_BYTES) yield block;
}
