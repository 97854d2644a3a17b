import fc from 'fast-check';
import type { World } from '#local/world/world.ts';
import { anySid } from '../doors/requests.ts';
import { silentPayload } from '../silent-frames.ts';
import { openStream, type StreamClient } from '../twilio-requests.ts';

/** The credentials in a `start`. */
export type Start = {
  readonly callSid: string;
  readonly token: string;
  readonly accountSid: string;
};

/** A message to send on a stream; the credentials of a `start` are filled in when it is sent. */
type Sent = string | Uint8Array | { readonly start: Readonly<Record<string, unknown>> };

const anything = fc.oneof(fc.jsonValue(), fc.string(), fc.constantFrom('__proto__', -1, 1e300));

const payload = fc.oneof(
  fc.constant(silentPayload),
  fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  fc.constantFrom('', '====', 'not base64 ☎', silentPayload.repeat(200)),
  anything,
);
const markName = fc.oneof(
  fc.tuple(fc.nat(3), fc.nat(3), fc.nat(1e9)).map((parts) => parts.join(':')),
  fc.constantFrom('1:0:Infinity', '1:0:NaN', '1:0:-1', ':::', ''),
  anything,
);
const digit = fc.oneof(fc.constantFrom(...'0123456789*#'), anything);

/** The messages of Twilio's protocol, each with valid or arbitrary content. */
const known = fc.oneof(
  { arbitrary: payload.map((it) => ({ event: 'media', media: { payload: it } })), weight: 4 },
  markName.map((name) => ({ event: 'mark', mark: { name } })),
  digit.map((it) => ({ event: 'dtmf', dtmf: { digit: it } })),
  fc.constant({ event: 'connected', protocol: 'Call', version: '1.0.0' }),
  fc.constant({ event: 'stop' }),
  fc.record({ event: fc.constantFrom('start', 'media', 'mark', 'dtmf', 'clear'), any: anything }),
);

const start = fc
  .record(
    { streamSid: fc.oneof({ arbitrary: anySid('MZ'), weight: 4 }, anything), tracks: anything },
    { requiredKeys: ['streamSid'] },
  )
  .map((fields) => ({ start: fields }));

/** Larger than the largest message that the server accepts. */
const OVERSIZED_BYTES = 65 * 1024;

const sent: fc.Arbitrary<Sent> = fc.oneof(
  { arbitrary: known.map((message) => JSON.stringify(message)), weight: 12 },
  { arbitrary: start, weight: 4 },
  fc.string({ unit: 'binary' }),
  fc.json(),
  fc.uint8Array({ maxLength: 400 }),
  fc.constant('x'.repeat(OVERSIZED_BYTES)),
);

/** The messages of one stream, in any order. */
export const messages = fc.array(sent, { maxLength: 20, size: 'max' });

/** The end of a stream: a close handshake, a cut socket, or the end of the test. */
export const ending = fc.constantFrom('closed', 'cut', 'left');

/** Opens a stream, sends all messages on it, and waits until the server has read them or closed the socket. */
export async function sendOn(
  world: World,
  all: readonly Sent[],
  { callSid, token, accountSid }: Start,
): Promise<StreamClient> {
  const stream = await openStream(world);
  const { socket } = stream;
  for (const each of all) {
    if (socket.readyState !== socket.OPEN) break;
    if (typeof each === 'string' || each instanceof Uint8Array) socket.send(each);
    else {
      const customParameters = { call_sid: callSid, token };
      stream.send({
        event: 'start',
        start: { accountSid, callSid, customParameters, ...each.start },
      });
    }
  }
  const read = new Promise((resolve) => socket.once('pong', resolve));
  if (socket.readyState === socket.OPEN) socket.ping();
  await Promise.race([read, stream.closed]);
  return stream;
}
