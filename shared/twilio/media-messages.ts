import * as z from 'zod/mini';
import { jsonIn } from '#shared/json.ts';

/** The first message of a stream, and the only one that names the call. */
const start = z.object({
  event: z.literal('start'),
  start: z.object({
    accountSid: z.string(),
    streamSid: z.string().check(z.regex(/^MZ[0-9a-f]{32}$/i)),
    callSid: z.string().check(z.regex(/^CA[0-9a-f]{32}$/i)),
    customParameters: z.optional(z.record(z.string(), z.string())),
  }),
});

const streamMessage = z.discriminatedUnion('event', [
  z.object({ event: z.literal('connected') }),
  start,
  z.object({ event: z.literal('media'), media: z.object({ payload: z.string() }) }),
  z.object({ event: z.literal('mark'), mark: z.object({ name: z.string() }) }),
  z.object({ event: z.literal('dtmf'), dtmf: z.object({ digit: z.string() }) }),
  z.object({ event: z.literal('stop') }),
]);

/** A message of Twilio's on a media stream, as far as this product reads it: https://www.twilio.com/docs/voice/media-streams/websocket-messages */
export type StreamMessage = z.infer<typeof streamMessage>;

/** The contents of a `start` message. */
export type StreamStart = z.infer<typeof start>['start'];

/** Reads one text frame; undefined if it is not JSON or not a known message. */
export function readStreamMessage(text: string): StreamMessage | undefined {
  return z.safeParse(streamMessage, jsonIn(text)).data;
}

/** Returns a message that plays audio; `payload` is base64 of headerless μ-law at 8 kHz. */
export function mediaMessage(streamSid: string, payload: string): string {
  return JSON.stringify({ event: 'media', streamSid, media: { payload } });
}

/** Returns a message that asks for a mark once everything sent before has been played. */
export function markMessage(streamSid: string, name: string): string {
  return JSON.stringify({ event: 'mark', streamSid, mark: { name } });
}

/** Returns a message that discards all audio not yet played. */
export function clearMessage(streamSid: string): string {
  return JSON.stringify({ event: 'clear', streamSid });
}
