import type { IncomingMessage } from 'node:http';

/** How far a body that is too large is read on and thrown away, so that its sender still hears the refusal. */
const MAX_DISCARDED_BYTES = 32 * 1024 * 1024;

/** Reads a request's body; `undefined` when it is larger than the limit. */
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
