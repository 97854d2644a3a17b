import type {
  InputAudioBufferAppendEvent,
  InputAudioBufferClearEvent,
  InputAudioBufferCommitEvent,
  SessionUpdateEvent,
} from 'openai/resources/realtime/realtime';
import * as z from 'zod/mini';
import { toHearing } from '#shared/adapters/openai/transcription-fields.ts';

/** What is told to a session that transcribes. */
export type LiveRequest =
  | SessionUpdateEvent
  | InputAudioBufferAppendEvent
  | InputAudioBufferCommitEvent
  | InputAudioBufferClearEvent;

/** What a session tells, as far as it is understood; `other` is everything that is not needed. */
export type LiveEvent = z.infer<typeof KnownEvent> | { readonly type: 'other' };

/** A code may stand in our logs, so it must look like one: a sentence might quote what was said. */
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

/** Reads one message of a session; undefined where it makes no sense. */
export function readLiveEvent(text: string): LiveEvent | undefined {
  const message = parsed(text);
  const any = AnyEvent.safeParse(message);
  if (!any.success) return undefined;
  const known = KnownEvent.safeParse(message);
  if (known.success) return known.data;
  return isKnown(any.data.type) ? undefined : { type: 'other' };
}

/** Sets a session up to hear Hebrew on the telephone, and to be told when an utterance is over. */
export function toSessionUpdate(model: string, keywords: readonly string[]): SessionUpdateEvent {
  return {
    type: 'session.update',
    session: {
      type: 'transcription',
      audio: {
        input: {
          format: { type: 'audio/pcmu' },
          // The model has no ear for the end of a turn, and refuses to be asked for one.
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
