import type { Interaction } from '#shared/domain/messages/interaction.ts';
import type { WaitingChat } from '#shared/domain/messages/waiting-chat.ts';
import { isStaff } from '#shared/domain/office/broker.ts';
import type { CallCard, CardDeeds } from '#shared/domain/office/call-card.ts';
import { toChat } from '#shared/messages/message-dialogue.ts';
import type { TaskParts } from '#shared/office/call-tasks.ts';
import { openMessageTask } from '#shared/office/message-tasks.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';
import type { ChatCards, Summarizer } from '#shared/ports/cards.ts';
import type { Interactions } from '#shared/ports/messages.ts';
import type { Tasks } from '#shared/ports/tasks.ts';
import type { Viewings } from '#shared/ports/viewings.ts';
import { survive } from '#shared/survival.ts';
import { cardOf, LEASE_MS, SWEPT } from './card-making.ts';

/** The stores and the model that make cards of chats. */
export type ChatCardingParts = TaskParts & {
  readonly chats: ChatCards;
  readonly interactions: Pick<Interactions, 'recent' | 'note'>;
  readonly tasks: Pick<Tasks, 'open' | 'ofContact'>;
  readonly viewings: Pick<Viewings, 'ofContact'>;
  readonly brokers: Pick<KnownBrokers, 'active'>;
  readonly summarizer: Summarizer;
};

/** The longest chat that is summed up: the last messages of a long one say what came of it. */
const MAX_MESSAGES = 100;

/** Returns a sweep that makes the card of every chat that fell quiet. It returns how many it made. */
export function chatCarding(parts: ChatCardingParts, clock = Date.now): () => Promise<number> {
  return async () => {
    const due = await parts.chats.due(clock(), SWEPT);
    const made = await Promise.all(
      due.map((chat) => survive('card.not-made', makeCard(parts, chat, clock))),
    );
    return made.filter(Boolean).length;
  };
}

async function makeCard(
  parts: ChatCardingParts,
  seen: WaitingChat,
  clock: () => number,
): Promise<boolean> {
  const { chats, interactions, brokers, summarizer } = parts;
  const chat = await chats.begin(seen, clock() + LEASE_MS);
  if (!chat) return false;
  const [recent, deeds, people] = await Promise.all([
    interactions.recent(chat.contact, MAX_MESSAGES),
    deedsOf(parts, chat),
    brokers.active(),
  ]);
  const messages = recent.filter((one) => isOf(chat, one)).reverse();
  const dialogue = toChat(messages);
  const hasCard = dialogue.length > 0 && !isStaff(people, chat.contact);
  const card = hasCard ? await cardOf(summarizer, dialogue, deeds, clock) : undefined;
  // A message that came meanwhile goes into the card that is made after it.
  if (card && !(await chats.keep(chat, card))) return false;
  const [first, last] = [messages.at(0), messages.at(-1)];
  if (card && first && last) {
    await openPromises(parts, { ...first, contact: chat.contact }, { card, deeds });
    await survive('card.not-noted', interactions.note(last, { card }));
  }
  await chats.end(chat);
  return card !== undefined;
}

/** Returns whether a row is a message of a chat: one that was written, or answered late, since it began. */
function isOf({ chat_at }: WaitingChat, row: Interaction): boolean {
  const { channel, entered_by, created_at, settled_at = created_at } = row;
  return channel === 'whatsapp' && entered_by !== undefined && settled_at >= chat_at;
}

async function deedsOf(
  { tasks, viewings }: ChatCardingParts,
  { contact, chat_at }: WaitingChat,
): Promise<CardDeeds> {
  const [owed, ahead] = await Promise.all([
    tasks.ofContact(contact),
    viewings.ofContact(contact, chat_at),
  ]);
  const isOfChat = ({ created_at }: { readonly created_at: number }) => created_at >= chat_at;
  return {
    tasks: owed.filter((task) => task.channel === 'whatsapp' && isOfChat(task)),
    viewings: ahead.filter(
      (viewing) =>
        viewing.status === 'booked' && !viewing.source_id.startsWith('CA') && isOfChat(viewing),
    ),
    hasLeftVoicemail: false,
  };
}

/** Opens a task for each promise without a deed, unless one was noticed while it was written. */
async function openPromises(
  parts: TaskParts,
  first: Interaction & { readonly contact: string },
  { card, deeds }: { readonly card: CallCard; readonly deeds: CardDeeds },
): Promise<void> {
  if (deeds.tasks.some(({ kind }) => kind === 'promise')) return;
  for (const [index, words] of card.promises.entries()) {
    const id = `${first.external_sid}-card-${index}`;
    await openMessageTask(parts, first, { id, kind: 'promise', words });
  }
}
