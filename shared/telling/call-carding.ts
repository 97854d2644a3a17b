import {
  CARD_TOKENS,
  cardInstructions,
  cardQuestion,
  cardSchema,
} from '#shared/agent/card-question.ts';
import {
  type CallCard,
  type CardDeeds,
  cardOfDeeds,
  cardOfModel,
  writtenCard,
} from '#shared/domain/calls/call-card.ts';
import type { CallLog } from '#shared/domain/calls/call-log.ts';
import { toDialogue } from '#shared/domain/calls/call-turn.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import { PROBE_CALLER } from '#shared/domain/calls/probe.ts';
import { log } from '#shared/log.ts';
import { openTaskOf, type TaskParts } from '#shared/office/call-tasks.ts';
import type { CallTurns } from '#shared/ports/calls.ts';
import type { CallCards, Summarizer } from '#shared/ports/cards.ts';
import type { Tasks } from '#shared/ports/tasks.ts';
import type { Tellings } from '#shared/ports/tellings.ts';
import type { Viewings } from '#shared/ports/viewings.ts';
import { survive } from '#shared/survival.ts';

/** The stores and the model that make cards. */
export type CardingParts = TaskParts & {
  readonly cards: CallCards;
  readonly turns: Pick<CallTurns, 'ofCall'>;
  readonly tasks: Pick<Tasks, 'open' | 'ofSource'>;
  readonly viewings: Pick<Viewings, 'ofContact'>;
  readonly tellings: Pick<Tellings, 'hasten'>;
  readonly summarizer: Summarizer;
};

/** The calls of one sweep: more are summed up by the next one, seconds later. */
const SWEPT = 20;
/** The limit on the model, of two attempts: a broker is to be told within a minute of the call. */
const MODEL_DEADLINES_MS = [8_000, 8_000];
/** The lease on one call: both attempts, and a margin for the store. */
const LEASE_MS = 30_000;

/** Returns a sweep that makes the card of every call that is over. It returns how many it made. */
export function callCarding(parts: CardingParts, clock = Date.now): () => Promise<number> {
  return async () => {
    const due = await parts.cards.due(clock(), SWEPT);
    const made = await Promise.all(
      due.map((call) => survive('card.not-made', makeCard(parts, call, clock))),
    );
    return made.filter(Boolean).length;
  };
}

async function makeCard(parts: CardingParts, call: CallLog, clock: () => number): Promise<boolean> {
  const { cards, turns, tellings } = parts;
  const { call_sid: callSid } = call;
  if (!(await cards.begin(call, clock() + LEASE_MS))) return false;
  const [dialogue, deeds] = await Promise.all([
    turns.ofCall(callSid).then(toDialogue),
    deedsOf(parts, call),
  ]);
  const isCall = dialogue.length > 0 && call.from_number !== PROBE_CALLER;
  const card = isCall ? await cardOf(parts.summarizer, dialogue, deeds, clock) : undefined;
  if (card) await openPromises(parts, call, { card, deeds, at: clock() });
  await cards.keep(callSid, card);
  // The call is over, so what it left is complete, and the office is told at once.
  await Promise.all(deeds.tasks.map(({ id }) => tellings.hasten(id, clock())));
  return card !== undefined;
}

async function deedsOf({ tasks, viewings }: CardingParts, call: CallLog): Promise<CardDeeds> {
  const { call_sid: callSid, contact, created_at, recorded_at, recording_status } = call;
  const [opened, ahead] = await Promise.all([
    tasks.ofSource(callSid),
    contact ? viewings.ofContact(contact, created_at) : [],
  ]);
  return {
    tasks: opened,
    viewings: ahead.filter(
      ({ status, source_id }) => status === 'booked' && source_id.startsWith(callSid),
    ),
    hasLeftVoicemail: recorded_at !== undefined && recording_status !== 'absent',
  };
}

/** Asks the model, twice at most; makes the card of the deeds where it does not answer. */
async function cardOf(
  summarizer: Summarizer,
  dialogue: readonly Line[],
  deeds: CardDeeds,
  clock: () => number,
): Promise<CallCard> {
  const plain = cardOfDeeds(deeds, clock());
  const question = {
    name: 'call_card',
    instructions: cardInstructions,
    text: cardQuestion(dialogue, plain.made_by === 'deeds' ? plain.lines : []),
    schema: cardSchema,
    maxTokens: CARD_TOKENS,
  };
  for (const deadlineMs of MODEL_DEADLINES_MS) {
    const answer = await survive(
      'card.not-written',
      summarizer.ask(question, AbortSignal.timeout(deadlineMs)),
    );
    const { data } = writtenCard.safeParse(answer);
    if (data) return cardOfModel(data, clock());
  }
  log.count('CardsWithoutModel');
  return plain;
}

/** Opens a task for each promise without a deed, unless one was noticed while it was said. */
async function openPromises(
  parts: TaskParts,
  call: CallLog,
  { card, deeds, at }: { readonly card: CallCard; readonly deeds: CardDeeds; readonly at: number },
): Promise<void> {
  if (deeds.tasks.some(({ kind }) => kind === 'promise')) return;
  for (const [index, words] of card.promises.entries()) {
    const task = { id: `${call.call_sid}-card-${index}`, kind: 'promise', words, at } as const;
    await openTaskOf(parts, call.call_sid, task, call);
  }
}
