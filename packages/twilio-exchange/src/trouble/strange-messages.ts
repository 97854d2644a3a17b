import { FRAME_BYTES } from '@agent-locator/audio/mulaw.ts';
import type { WebSocket } from 'ws';

/** A message that Twilio does not send, and that a server must survive. */
export type StrangeMessage = keyof typeof strangeMessages;

const EVERY_MS = 200;
/** Longer than any message of Twilio's. */
const OVERSIZED_BYTES = 64 * 1024 + 1;

const strangeMessages = {
  'malformed-json': '{"event":"media","media":{',
  'not-an-object': '[]',
  'unknown-event': '{"event":"weather","sequenceNumber":"7","weather":{"sky":"blue"}}',
  binary: Buffer.alloc(FRAME_BYTES, 0x2a),
  oversized: JSON.stringify({ event: 'weather', weather: 'x'.repeat(OVERSIZED_BYTES) }),
};

/** Sends invalid messages into a stream, one after the other, until disposed of. */
export function sendStrangeMessages(
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
