import { toBriefing } from '#shared/agent/briefing.ts';
import { notingToolbox, toolsDone } from '#shared/agent/dialogue/tool-notes.ts';
import { type MemoryParts, recall } from '#shared/agent/memory.ts';
import { type UnkeptSentence, unkeptSentences } from '#shared/agent/promises/unkept-sentences.ts';
import type { ToolTurn } from '#shared/agent/tools/tool.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { messageKey } from '#shared/domain/messages/message.ts';
import { hasTurn, type MessageQueue } from '#shared/domain/messages/message-queue.ts';
import type { MessageAllowance } from '#shared/domain/office/ceilings.ts';
import { VendorFailed } from '#shared/errors.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';
import type { Interactions, MessageQueues } from '#shared/ports/messages.ts';
import type { Office } from '#shared/ports/office.ts';
import type { Brain, Toolbox } from '#shared/ports/speech.ts';
import { survive } from '#shared/survival.ts';
import { toWhatsApp } from './formatting.ts';
import { toMessageDialogue } from './message-dialogue.ts';

/** The collaborators that compose a reply. */
export type ReplyComposerParts = {
  readonly brain: Pick<Brain, 'reply'>;
  readonly memory: MemoryParts;
  readonly office: Pick<Office, 'settings'>;
  readonly brokers: Pick<KnownBrokers, 'active'>;
  /** Whether this deployment has a way to tell the office of requests. */
  readonly tellsOffice: boolean;
  readonly interactions: Pick<Interactions, 'find' | 'note'>;
  readonly queues: Pick<MessageQueues, 'read'>;
  readonly openToolbox: (turn: ToolTurn) => Toolbox;
};

/** A message, and its queue when it was read last. */
export type MessageTurn = {
  readonly message: Interaction & { readonly contact: string };
  readonly queue: MessageQueue;
  /** The id of this attempt, part of the idempotency keys of tools. */
  readonly id: string;
  /** The verdict of the ceilings; absent for a message that they do not concern. */
  readonly allowance?: MessageAllowance;
};

/** A reply, and the other messages that it answers. */
export type ComposedReply = {
  readonly replyText: string;
  /** Short results of the tools that were used for it. */
  readonly toolNotes: readonly string[];
  /** Its sentences that promise a deed which no tool did. */
  readonly unkept: readonly UnkeptSentence[];
  readonly alongside: readonly Interaction[];
};

/** The limit on two parallel reads; past it, the agent answers without memory. */
const RECALL_MS = 1_500;
/** The interactions that are read: a contact's messages of a day, and the calls before. */
const RECALLED = 30;
/** The earlier interactions in the briefing: as many as on the phone. */
const BEFORE = 5;

/**
 * Returns a function that composes the reply to a message, with the contact's history on both channels.
 * It throws VendorFailed if the model fails or returns no text.
 */
export function replyComposer({
  brain,
  memory,
  office,
  brokers,
  tellsOffice,
  interactions,
  queues,
  openToolbox,
}: ReplyComposerParts) {
  /** Returns the last answered message if the index by contact, which is eventually consistent, lacks it. */
  const lastAnswered = async ({ lastAnswered }: MessageQueue, recent: readonly Interaction[]) => {
    const isHere = recent.some(
      (row) => row.external_sid === lastAnswered && row.settled_at !== undefined,
    );
    if (!lastAnswered || isHere) return undefined;
    return survive('message.not-recalled', interactions.find(messageKey(lastAnswered)));
  };

  return async (turn: MessageTurn, signal: AbortSignal): Promise<ComposedReply> => {
    const { message, queue, id } = turn;
    const { contact, external_sid: messageSid } = message;
    const memories = {
      ...memory,
      leads: { find: async () => queue.lead },
      interactions: { recent: () => memory.interactions.recent(contact, RECALLED) },
    };
    const until = AbortSignal.any([signal, AbortSignal.timeout(RECALL_MS)]);
    const known = await recall(memories, contact, until);
    const recent = known.conversations ?? [];
    const last = await lastAnswered(queue, recent);
    const rows = last ? [...recent.filter((row) => row.id !== last.id), last] : recent;
    const now = Date.now();
    const { dialogue, alongside, before } = toMessageDialogue(rows, message, now);

    const toolNotes: string[] = [];
    const opened = openToolbox({
      channel: 'whatsapp',
      contact: async () => contact,
      id,
      said: { id: messageSid, words: message.text },
      writtenAt: message.created_at,
      holdsCall: async () => hasTurn(await queues.read(contact), messageSid, Date.now()),
      officeAnswers: false,
    });
    const toolbox = notingToolbox(opened, (note) => toolNotes.push(note));
    const memoryOfChat = { ...known, conversations: before.slice(0, BEFORE) };
    const [settings, people] = await Promise.all([office.settings(), brokers.active()]);
    const isTold = tellsOffice && people.length > 0;
    const briefing = toBriefing(now, memoryOfChat, settings, { people, isTold });
    let said = '';
    try {
      for await (const words of brain.reply({ dialogue, briefing, toolbox }, signal)) said += words;
    } catch (error) {
      // The next attempt must know of deeds that have no answer yet.
      if (toolNotes.length > 0)
        await survive(
          'message.not-noted',
          interactions.note(message, { tool_notes: [...(message.tool_notes ?? []), ...toolNotes] }),
        );
      throw error;
    }
    const replyText = toWhatsApp(said);
    if (!replyText) throw new VendorFailed('openai', 'the reply has no text');
    const earlier = dialogue.flatMap(({ notes = [] }) => notes);
    const unkept = unkeptSentences(said, toolsDone([...earlier, ...toolNotes]));
    const notes = [...(message.tool_notes ?? []), ...toolNotes];
    return { replyText, toolNotes: notes, unkept, alongside };
  };
}
