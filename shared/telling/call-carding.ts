import type { CallLog } from '#shared/domain/calls/call-log.ts';
import { type CallTurn, toDialogue } from '#shared/domain/calls/call-turn.ts';
import { PROBE_CALLER } from '#shared/domain/calls/probe.ts';
import { isStaff } from '#shared/domain/office/broker.ts';
import type { CallCard, CardDeeds } from '#shared/domain/office/call-card.ts';
import { toldAfterCall } from '#shared/domain/office/next-telling.ts';
import { openTaskOf, type TaskParts } from '#shared/office/call-tasks.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';
import type { CallTurns } from '#shared/ports/calls.ts';
import type { CallCards, Summarizer } from '#shared/ports/cards.ts';
import type { Leads } from '#shared/ports/office.ts';
import type { Tasks } from '#shared/ports/tasks.ts';
import type { Tellings } from '#shared/ports/tellings.ts';
import type { Viewings } from '#shared/ports/viewings.ts';
import { survive } from '#shared/survival.ts';
import { cardOf, LEASE_MS, SWEPT } from './card-making.ts';

/** The stores and the model that make cards of calls. */
export type CallCardingParts = TaskParts & {
  readonly cards: CallCards;
  readonly turns: Pick<CallTurns, 'ofCall'>;
  readonly tasks: Pick<Tasks, 'open' | 'ofSource'>;
  readonly viewings: Pick<Viewings, 'ofContact'>;
  readonly tellings: Pick<Tellings, 'hasten'>;
  readonly leads: Pick<Leads, 'find' | 'sumUp'>;
  readonly brokers: Pick<KnownBrokers, 'active'>;
  readonly summarizer: Summarizer;
};

/** A voicemail is transcribed by then, or the card does without its words. */
const WORDS_WITHIN_MS = 60_000;

/** Returns a sweep that makes the card of every call that is over. It returns how many it made. */
export function callCarding(parts: CallCardingParts, clock = Date.now): () => Promise<number> {
  return async () => {
    const due = await parts.cards.due(clock(), SWEPT);
    const made = await Promise.all(
      due.map((call) => survive('card.not-made', makeCard(parts, call, clock))),
    );
    return made.filter(Boolean).length;
  };
}

async function makeCard(
  parts: CallCardingParts,
  seen: CallLog,
  clock: () => number,
): Promise<boolean> {
  const { cards, turns, tellings, leads, summarizer } = parts;
  const call = await cards.begin(seen, clock() + LEASE_MS);
  if (!call) return false;
  const [said, deeds] = await Promise.all([turns.ofCall(call.call_sid), deedsOf(parts, call)]);
  // The call is over, so what it left is complete.
  const toldAt = toldAfterCall(deeds.tasks, clock());
  await Promise.all(deeds.tasks.map((task) => tellings.hasten(task, toldAt)));
  // The lease ends soon: another maker finds the words, or the end of the wait for them.
  if (awaitsWords(call, said, clock())) return false;
  const dialogue = toDialogue(said);
  const hasCard = dialogue.length > 0 && !(await isOurs(parts, call));
  const card = hasCard ? await cardOf(summarizer, dialogue, deeds, clock) : undefined;
  if (card && !(await cards.keep(call, card))) return false;
  if (card) await openPromises(parts, call, { card, deeds, at: clock() });
  if (card && call.contact) await survive('card.not-noted', leads.sumUp(call.contact, card));
  await cards.end(call);
  return card !== undefined;
}

/** Returns whether a call left a voicemail whose words may still come. */
function awaitsWords(
  { recorded_at: recordedAt = 0, recording_status }: CallLog,
  said: readonly CallTurn[],
  now: number,
): boolean {
  if (recording_status === 'absent' || now - recordedAt > WORDS_WITHIN_MS) return false;
  return !said.some(
    ({ mode, transcription }) => mode === 'recording' && transcription !== 'pending',
  );
}

/** Returns whether a call is a check of the deployment, or a person of the office who tries the agent. */
async function isOurs(
  { brokers }: CallCardingParts,
  { from_number, contact }: CallLog,
): Promise<boolean> {
  if (from_number === PROBE_CALLER) return true;
  return contact !== undefined && isStaff(await brokers.active(), contact);
}

async function deedsOf({ tasks, viewings }: CallCardingParts, call: CallLog): Promise<CardDeeds> {
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

/** Opens a task for each promise without a deed, unless one was noticed while it was said. */
async function openPromises(
  parts: TaskParts & Pick<CallCardingParts, 'tellings'>,
  call: CallLog,
  { card, deeds, at }: { readonly card: CallCard; readonly deeds: CardDeeds; readonly at: number },
): Promise<void> {
  if (deeds.tasks.some(({ kind }) => kind === 'promise')) return;
  for (const [index, words] of card.promises.entries()) {
    const task = { id: `${call.call_sid}-card-${index}`, kind: 'promise', words, at } as const;
    const opened = await openTaskOf(parts, call.call_sid, task, call);
    // A task of a call waits for its end, which has come.
    if (opened) await parts.tellings.hasten(opened, at);
  }
}
