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
import { isOfKind } from './message-words.ts';

/** The collaborators that store and transcribe attachments. */
export type AttachmentIntakeParts = {
  readonly inbox: Pick<Inbox, 'attachment'>;
  readonly attachments: Attachments;
  readonly transcriber: Transcriber;
  readonly interactions: Pick<Interactions, 'note'>;
};

/** The limit on one write to S3: the contact is waiting, and a photograph takes a fraction of it. */
const STORING_DEADLINE = { name: 'keeping', ms: 2_000 };
/** HTTP statuses of a permanent refusal, which a retry cannot change. */
const PERMANENT_REFUSALS: readonly unknown[] = [400, 413, 415, 422];

/** Returns functions that store the attachments of messages and transcribe voice notes. */
export function attachmentIntake({
  inbox,
  attachments,
  transcriber,
  interactions,
}: AttachmentIntakeParts) {
  const fetchAttachment = async (message: Interaction, signal: AbortSignal): Promise<Fetched> => {
    const { external_sid: messageSid, media_sid: mediaSid, media_type = '' } = message;
    if (!mediaSid) return { problem: 'gone' };
    const attachment = await inbox.attachment({ messageSid, mediaSid }, signal);
    if ('problem' in attachment) return attachment;
    return isOfKind(attachment, media_type) ? attachment : { problem: 'wrong-type' };
  };

  const putFile = async (message: Interaction, bytes: Uint8Array, signal: AbortSignal) => {
    const { external_sid: messageSid, media_sid: mediaSid = '' } = message;
    const stored = attachments.put({ messageSid, mediaSid }, bytes, signal);
    return survive('message.not-kept', inTime('s3', STORING_DEADLINE, stored));
  };

  const note = async (message: Interaction, facts: MessageFacts) => {
    const { media_problem: problem } = facts;
    const messageSid = message.external_sid;
    if (problem) log.warn('message.attachment-lost', { messageSid, problem });
    await survive('message.not-noted', interactions.note(message, facts));
  };

  return {
    /**
     * Stores a message's attachment, or the reason why it is lost.
     * @throws VendorFailed if a later attempt may succeed.
     */
    async store(message: Interaction, signal: AbortSignal): Promise<void> {
      const attachment = await fetchAttachment(message, signal);
      if ('problem' in attachment) return note(message, { media_problem: attachment.problem });
      const key = await putFile(message, attachment.bytes, signal);
      if (key) await note(message, { media_key: key });
    },

    /**
     * Returns a message's text, or the transcript of its voice note; undefined if the note has no audible words.
     * @throws VendorFailed if a later attempt may succeed.
     */
    async textOf(message: Interaction, signal: AbortSignal): Promise<string | undefined> {
      if (message.text) return message.text;
      if (message.media_problem) return undefined;
      const attachment = await fetchAttachment(message, signal);
      if ('problem' in attachment) {
        await note(message, { media_problem: attachment.problem });
        return undefined;
      }
      const [text, key] = await Promise.all([
        transcribe(transcriber, attachment.bytes, signal),
        putFile(message, attachment.bytes, signal),
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

async function transcribe(transcriber: Transcriber, bytes: Uint8Array, signal: AbortSignal) {
  try {
    return (await transcriber.transcribe(bytes, signal)) || undefined;
  } catch (error) {
    const { status } = ((error as Error).cause ?? {}) as { status?: unknown };
    if (PERMANENT_REFUSALS.includes(status)) return undefined;
    throw error;
  }
}
