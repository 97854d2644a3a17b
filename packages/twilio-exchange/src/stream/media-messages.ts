import { z } from 'zod';

const streamSid = z.string();

const fromServer = z.discriminatedUnion('event', [
  z.strictObject({
    event: z.literal('media'),
    streamSid,
    media: z.strictObject({ payload: z.base64() }),
  }),
  z.strictObject({
    event: z.literal('mark'),
    streamSid,
    mark: z.strictObject({ name: z.string() }),
  }),
  z.strictObject({ event: z.literal('clear'), streamSid }),
]);

/**
 * A message of a media server. Twilio ignores any other with 31951.
 * @see https://www.twilio.com/docs/voice/media-streams/websocket-messages#send-websocket-messages-to-twilio
 */
export type ServerMessage = z.infer<typeof fromServer>;

/** Returns a message of the media server; undefined when Twilio would ignore it with 31951. */
export function readServerMessage(text: string, expectedSid: string): ServerMessage | undefined {
  const message = fromServer.safeParse(parseJson(text)).data;
  return message?.streamSid === expectedSid ? message : undefined;
}

/** The identity of a stream, which its `start` message carries. */
export type StreamStart = {
  readonly accountSid: string;
  readonly callSid: string;
  readonly streamSid: string;
  readonly customParameters: Readonly<Record<string, string>>;
};

/**
 * Writes the messages of one stream, numbered in the order of writing.
 * @see https://www.twilio.com/docs/voice/media-streams/websocket-messages
 */
export function streamMessages({ accountSid, callSid, streamSid, customParameters }: StreamStart) {
  let sequence = 0;
  let chunk = 0;
  const numbered = (event: string, body: object) => {
    sequence++;
    return JSON.stringify({ event, sequenceNumber: String(sequence), ...body, streamSid });
  };
  return {
    connected: () => JSON.stringify({ event: 'connected', protocol: 'Call', version: '1.0.0' }),
    start: () =>
      numbered('start', {
        start: {
          accountSid,
          streamSid,
          callSid,
          tracks: ['inbound'],
          mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
          customParameters,
        },
      }),
    media: (frame: Uint8Array, atMs: number) => {
      chunk++;
      const payload = Buffer.from(frame).toString('base64');
      const position = { chunk: String(chunk), timestamp: String(atMs) };
      return numbered('media', { media: { track: 'inbound', ...position, payload } });
    },
    mark: (name: string) => numbered('mark', { mark: { name } }),
    dtmf: (digit: string) => numbered('dtmf', { dtmf: { track: 'inbound_track', digit } }),
    stop: () => numbered('stop', { stop: { accountSid, callSid } }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
