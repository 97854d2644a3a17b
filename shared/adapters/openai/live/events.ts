import type {
  InputAudioBufferAppendEvent,
  InputAudioBufferClearEvent,
  InputAudioBufferCommitEvent,
  SessionUpdateEvent,
} from 'openai/resources/realtime/realtime';
import * as z from 'zod/mini';
import { toHearing } from '#shared/adapters/openai/transcription-fields.ts';
import { jsonIn } from '#shared/json.ts';

/** A request to a transcription session. */
export type LiveRequest =
  | SessionUpdateEvent
  | InputAudioBufferAppendEvent
  | InputAudioBufferCommitEvent
  | InputAudioBufferClearEvent;

/** An event of a session, as far as it is read; `other` is every event that is not needed. */
export type LiveEvent = z.infer<typeof KnownEvent> | { readonly type: 'other' };

/** A code goes into our logs, so it must look like one: a sentence might quote a caller. */
const Reason = z.catch(
  z.object({
    code: z.catch(z.optional(z.string().check(z.regex(/^[\w.-]{1,64}$/))), undefined),
    event_id: z.catch(z.optional(z.string()), undefined),
  }),
  {},
);

const KnownEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session.updated') }),
  z.object({ type: z.literal('input_audio_buffer.committed'), item_id: z.string() }),
  z.object({
    type: z.literal('conversation.item.input_audio_transcription.completed'),
    item_id: z.string(),
    transcript: z.string(),
  }),
  z.object({
    type: z.literal('conversation.item.input_audio_transcription.failed'),
    item_id: z.string(),
    error: Reason,
  }),
  z.object({ type: z.literal('error'), error: Reason }),
]);

const AnyEvent = z.object({ type: z.string() });

/** Returns the event of one message; undefined if it is malformed. */
export function readLiveEvent(text: string): LiveEvent | undefined {
  const message = jsonIn(text);
  const any = AnyEvent.safeParse(message);
  if (!any.success) return undefined;
  const known = KnownEvent.safeParse(message);
  if (known.success) return known.data;
  return isKnown(any.data.type) ? undefined : { type: 'other' };
}

/** Returns the set-up of a session for Hebrew on the telephone, with manual commits: https://developers.openai.com/api/docs/guides/realtime-transcription */
export function toSessionUpdate(model: string, keywords: readonly string[]): SessionUpdateEvent {
  return {
    type: 'session.update',
    session: {
      type: 'transcription',
      audio: {
        input: {
          format: { type: 'audio/pcmu' },
          // The model detects no end of a turn, and refuses any other value.
          turn_detection: null,
          transcription: { model, ...toHearing(model, keywords) },
        },
      },
    },
  };
}

function isKnown(type: string): boolean {
  return KnownEvent.def.options.some(({ shape }) => shape.type.safeParse(type).success);
}
