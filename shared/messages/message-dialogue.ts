import type { Line } from '#shared/domain/calls/dialogue.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { isAbandoned, isErased, isSettled } from '#shared/domain/messages/message.ts';
import { inReplyTo } from './message-words.ts';
import { optWish } from './opt-words.ts';
import { beginningOf } from './splitting.ts';

/** The context of an answer to a message. */
export type MessageDialogue = {
  readonly dialogue: readonly Line[];
  /** Abandoned messages, which this answer includes. */
  readonly alongside: readonly Interaction[];
  /** The contact's earlier interactions, newest first. */
  readonly before: readonly Interaction[];
};

/** Older messages are part of the briefing, not of the dialogue. */
const DIALOGUE_MS = 24 * 3_600_000;
/** The limit of a line: people write less, and the model reads the whole dialogue before each answer. */
const MAX_LINE_CHARS = 2_000;

/**
 * Returns the dialogue of a contact's last 24 hours, and the interactions before it.
 * Messages that other invocations are still answering are left out.
 */
export function toMessageDialogue(
  interactions: readonly Interaction[],
  message: Interaction,
  at: number,
): MessageDialogue {
  const others = interactions.filter(({ id }) => id !== message.id);
  const isOfNow = ({ channel, created_at }: Interaction) =>
    channel === 'whatsapp' && at - created_at < DIALOGUE_MS;
  // A voice note without a transcript cannot be answered. An opt-out has its own answer, and a deed to be done.
  const alongside = others.filter(
    (other) => isOfNow(other) && isAbandoned(other, at) && other.text && !optWish(other.text),
  );
  const talked = others.filter((other) => isOfNow(other) && isSettled(other));
  return {
    dialogue: [
      ...talked.toSorted(byAge).flatMap((row) => linesOf(row)),
      ...[...alongside, message]
        .toSorted(byAge)
        .flatMap((row) => linesOf(row, row === message ? quotedBy(message, others) : undefined)),
    ],
    alongside,
    before: others.filter((other) => !isOfNow(other)),
  };
}

/** Returns the lines of a contact's messages, the oldest first, without those that were erased. */
export function toChat(messages: readonly Interaction[]): Line[] {
  return messages.filter((one) => !isErased(one)).flatMap((row) => linesOf(row));
}

function byAge(a: Interaction, b: Interaction): number {
  return a.created_at - b.created_at;
}

function linesOf(
  { text = '', reply_text: reply = '', tool_notes: notes, listing_id: home }: Interaction,
  quoted?: string,
): Line[] {
  const said = quoted ? inReplyTo(quoted, text) : text;
  return [
    ...(said ? [{ speaker: 'caller' as const, text: cut(said), ...(notes && { notes }) }] : []),
    ...(reply
      ? [{ speaker: 'agent' as const, text: cut(reply), ...(home && { notes: [alertNote(home)] }) }]
      : []),
  ];
}

/** Returns the note that names the home of an alert: the contact only writes “I want to see it”. */
function alertNote(listingId: string): string {
  return `alert of the office; listing ${listingId}`;
}

function quotedBy({ replied_to: sid }: Interaction, others: readonly Interaction[]) {
  if (!sid) return undefined;
  const ours = others.find(({ reply_sid }) => reply_sid === sid);
  return ours ? ours.reply_text : others.find(({ external_sid }) => external_sid === sid)?.text;
}

function cut(text: string): string {
  return text.length <= MAX_LINE_CHARS ? text : `${beginningOf(text, MAX_LINE_CHARS)}…`;
}
