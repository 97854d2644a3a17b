import { FRAME_BYTES } from '@agent-locator/audio/mulaw.ts';
import type { WebSocket } from 'ws';

/** A message that nobody should send, and that a server must live with. */
export type StrangeMessage = keyof typeof strangeMessages;

const EVERY_MS = 200;
/** More than a server need take. */
const OVERSIZED_BYTES = 64 * 1024 + 1;

const strangeMessages = {
  'malformed-json': '{"event":"media","media":{',
  'not-an-object': '[]',
  'unknown-event': '{"event":"weather","sequenceNumber":"7","weather":{"sky":"blue"}}',
  binary: Buffer.alloc(FRAME_BYTES, 0x2a),
  oversized: JSON.stringify({ event: 'weather', weather: 'x'.repeat(OVERSIZED_BYTES) }),
};

/** Sprinkles strange messages into a stream, one after the other, until it is disposed of. */
export function sprinkleStrangeMessages(
  socket: WebSocket,
  options: { readonly messages?: readonly StrangeMessage[]; readonly everyMs?: number },
): Disposable {
  const { messages = Object.keys(strangeMessages) as StrangeMessage[], everyMs = EVERY_MS } =
    options;
  let sent = 0;
  const timer = setInterval(() => {
    const message = messages[sent++ % messages.length];
    if (message) socket.send(strangeMessages[message]);
  }, everyMs);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
