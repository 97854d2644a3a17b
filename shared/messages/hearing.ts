import { inTime } from '#shared/deadlines.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { log } from '#shared/log.ts';
import type {
  Attachment,
  Attachments,
  Inbox,
  Interactions,
  MessageFacts,
} from '#shared/ports/messages.ts';
import type { Transcriber } from '#shared/ports/speech.ts';
import { survive } from '#shared/survival.ts';
import { isSameKind } from './message-words.ts';

export type HearingParts = {
  readonly inbox: Pick<Inbox, 'attachment'>;
  readonly attachments: Attachments;
  readonly transcriber: Transcriber;
  readonly interactions: Pick<Interactions, 'note'>;
};

/** A photograph is stored within a fraction of it; whoever wrote waits meanwhile. */
const KEEPING_DEADLINE = { name: 'keeping', ms: 2_000 };
/** What a vendor refuses for what it is, and not for the moment. */
const REFUSED_FOR_GOOD: readonly unknown[] = [400, 413, 415, 422];

/** Takes in what came with messages: keeps it, and puts voice notes into words. */
export function hearing({ inbox, attachments, transcriber, interactions }: HearingParts) {
  const fetched = async (message: Interaction, signal: AbortSignal): Promise<Fetched> => {
    const { external_sid: messageSid, media_sid: mediaSid, media_type = '' } = message;
    if (!mediaSid) return { problem: 'gone' };
    const attachment = await inbox.attachment({ messageSid, mediaSid }, signal);
    if ('problem' in attachment) return attachment;
    return isSameKind(attachment.type, media_type) ? attachment : { problem: 'wrong-type' };
  };

  const keep = async (message: Interaction, bytes: Uint8Array, signal: AbortSignal) => {
    const { external_sid: messageSid, media_sid: mediaSid = '' } = message;
    const kept = attachments.put({ messageSid, mediaSid }, bytes, signal);
    return survive('message.not-kept', inTime('s3', KEEPING_DEADLINE, kept));
  };

  const note = async (message: Interaction, facts: MessageFacts) => {
    const { media_problem: problem } = facts;
    const messageSid = message.external_sid;
    if (problem) log.warn('message.attachment-lost', { messageSid, problem });
    await survive('message.not-noted', interactions.note(message, facts));
  };

  return {
    /** Keeps what came with a message; throws where that may be done later. */
    async keep(message: Interaction, signal: AbortSignal): Promise<void> {
      const attachment = await fetched(message, signal);
      if ('problem' in attachment) return note(message, { media_problem: attachment.problem });
      const key = await keep(message, attachment.bytes, signal);
      if (key) await note(message, { media_key: key });
    },

    /** Gives the words of a voice note, or nothing where it has none that anybody could hear; throws where it may be heard later. */
    async wordsOf(message: Interaction, signal: AbortSignal): Promise<string | undefined> {
      if (message.text) return message.text;
      if (message.media_problem) return undefined;
      const attachment = await fetched(message, signal);
      if ('problem' in attachment) {
        await note(message, { media_problem: attachment.problem });
        return undefined;
      }
      const [text, key] = await Promise.all([
        transcribed(transcriber, attachment.bytes, signal),
        keep(message, attachment.bytes, signal),
      ]);
      await note(message, {
        ...(key && { media_key: key }),
        ...(text ? { text } : { media_problem: 'no-words' }),
      });
      return text;
    },
  };
}

type Fetched = Attachment | { readonly problem: 'wrong-type' };

async function transcribed(transcriber: Transcriber, bytes: Uint8Array, signal: AbortSignal) {
  try {
    return (await transcriber.transcribe(bytes, signal)) || undefined;
  } catch (error) {
    const { status } = ((error as Error).cause ?? {}) as { status?: unknown };
    if (REFUSED_FOR_GOOD.includes(status)) return undefined;
    throw error;
  }
}
