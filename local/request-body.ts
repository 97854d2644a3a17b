import type { IncomingMessage } from 'node:http';

/** The bytes beyond the limit that are read and discarded, so that the sender still receives the refusal. */
const MAX_DISCARDED_BYTES = 32 * 1024 * 1024;

/** Reads a request's body; returns `undefined` where it is larger than the limit. */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
    if (bytes > maxBytes + MAX_DISCARDED_BYTES) break;
  }
  return bytes > maxBytes ? undefined : Buffer.concat(chunks);
}
