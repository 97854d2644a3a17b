import * as z from 'zod/mini';
import { refusedField } from './hearing-rules.ts';
import type { LiveError } from './live-events.ts';

/**
 * The client events that the stand-in understands:
 * https://developers.openai.com/api/docs/guides/realtime-transcription
 */
export type LiveRequest = z.infer<typeof Request>;

const eventId = { event_id: z.optional(z.string()) };
const Input = z.looseObject({
  format: z.looseObject({ type: z.string() }),
  turn_detection: z.optional(z.unknown()),
  transcription: z.looseObject({
    model: z.string(),
    language: z.optional(z.string()),
    languages: z.optional(z.array(z.string())),
    keywords: z.optional(z.array(z.string())),
  }),
});
const Session = z.looseObject({ type: z.string(), audio: z.looseObject({ input: Input }) });
const Request = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session.update'), session: Session, ...eventId }),
  z.object({ type: z.literal('input_audio_buffer.append'), audio: z.base64(), ...eventId }),
  z.object({ type: z.literal('input_audio_buffer.commit'), ...eventId }),
  z.object({ type: z.literal('input_audio_buffer.clear'), ...eventId }),
]);

/** Parses a client event; returns undefined for an invalid one. */
export function readLiveRequest(text: string): LiveRequest | undefined {
  try {
    return Request.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Returns OpenAI's error for a client event; undefined where it is accepted. */
export function problemOf(
  request: LiveRequest | undefined,
  isSetUp: boolean,
): LiveError | undefined {
  if (!request) return { code: 'invalid_value', message: 'The stand-in does not know this event.' };
  if (request.type !== 'session.update') {
    return isSetUp ? undefined : { code: 'invalid_value', message: 'The session is not set up.' };
  }
  const { type, audio } = request.session;
  const { format, turn_detection, transcription } = audio.input;
  if (type !== 'transcription') return refused('session.type');
  if (format.type !== 'audio/pcmu') return refused('session.audio.input.format');
  // This model supports no turn detection: https://developers.openai.com/api/docs/models/gpt-live-transcribe
  if (transcription.model === 'gpt-live-transcribe' && turn_detection) {
    return refused('session.audio.input.turn_detection');
  }
  const field = refusedField(transcription);
  return field && refused(`session.audio.input.transcription.${field}`);
}

function refused(param: string): LiveError {
  return { code: 'invalid_value', message: `Invalid value: '${param}'.`, param };
}
