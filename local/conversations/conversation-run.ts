import { randomInt } from 'node:crypto';
import type { CallMessage, CallResult } from '#local/control/call-message.ts';
import type { CallOrder } from '#local/control/call-order.ts';
import { NoWorld } from '#local/control/client.ts';
import type { CallerStep } from '#local/scenario/caller-steps.ts';
import { farewell } from '#local/scenario/caller-steps.ts';
import type { Words } from '#local/scenario/utterance.ts';
import type { CallTurn } from '#shared/domain/calls/call-turn.ts';
import { toOfficeTime } from '#shared/domain/office/office-day.ts';
import type { Conversation, ConversationStep } from './conversation.ts';
import { inHebrew, toMoment } from './script-days.ts';
import { judge, spokenTurns } from './verdict.ts';

/** Places a call and reports its progress; resolves to its result. */
export type PlaceCall = (
  order: CallOrder,
  onMessage: (message: CallMessage) => void,
) => Promise<CallResult>;

/** The result of a conversation. */
export type ConversationResult = {
  readonly name: string;
  readonly ok: boolean;
  /** The differences from the script's expectations. */
  readonly problems: readonly string[];
  readonly turns: readonly Exchange[];
  readonly longestDeadAirMs: number | undefined;
  readonly endedBy: 'agent' | 'caller' | 'rest' | 'error' | 'exchange' | undefined;
  /** Undefined where the call failed to take place. */
  readonly call: CallResult | undefined;
};

/** One turn: the caller's words, the agent's answer, and the times of each stage. */
type Exchange = Pick<CallTurn, 'mode' | 't_audio_ms' | 't_nlp_ms' | 't_tts_ms' | 't_total_ms'> & {
  readonly asked: string;
  readonly answered: string;
};

/** The parts of a conversation's call that the command line may override. */
export type ConversationOptions = Partial<
  Pick<CallOrder, 'from' | 'switches' | 'noiseDbfs' | 'withAudio'>
> & {
  readonly onMessage?: (message: CallMessage) => void;
  /** Whether the viewings that it books stay booked; otherwise the conversation can be repeated. */
  readonly keepsViewings?: boolean;
};

/** The first digits of new callers' numbers, in a range without subscribers. */
const STRANGERS = '+97250000';
/** The number that stands for a withheld one: ANONYMOUS on a keypad. */
const WITHHELD = '+266696687';
/** Longer than any of the product's own conversations. */
const LONGEST_MS = 180_000;

/**
 * Runs a conversation in a world and checks it against its script. A call that fails becomes a problem of the
 * result.
 * @throws NoWorld where no world runs.
 */
export async function runConversation(
  place: PlaceCall,
  conversation: Conversation,
  { onMessage = () => {}, keepsViewings = false, ...chosen }: ConversationOptions = {},
): Promise<ConversationResult> {
  const now = Date.now();
  try {
    const order = { ...toOrder(conversation, now), freesViewings: !keepsViewings, ...chosen };
    const call = await place(order, onMessage);
    return toResult(conversation, call, now);
  } catch (error) {
    if (error instanceof NoWorld || !(error instanceof Error)) throw error;
    const { name } = conversation;
    const nothing = { turns: [], longestDeadAirMs: undefined, endedBy: undefined, call: undefined };
    return { name, ok: false, problems: [error.message], ...nothing };
  }
}

function toResult(conversation: Conversation, call: CallResult, now: number): ConversationResult {
  const problems = judge(conversation, call, now);
  const { longestDeadAirMs, endedBy } = call.report;
  return {
    name: conversation.name,
    ok: problems.length === 0,
    problems,
    turns: spokenTurns(call.records.turns).map(toExchange),
    longestDeadAirMs,
    endedBy: endedBy === 'twiml' ? 'agent' : endedBy,
    call,
  };
}

function toOrder(conversation: Conversation, now: number): CallOrder {
  const { from, steps, office, before, afterwards, longestMs = LONGEST_MS } = conversation;
  const isLeftToAgent = afterwards?.endedBy === 'agent' || steps.some((step) => 'hangUp' in step);
  return {
    from: (from === 'withheld' ? WITHHELD : from) ?? `${STRANGERS}${randomInt(1_000, 10_000)}`,
    steps: [...steps.map((step) => toCallerStep(step, now)), ...(isLeftToAgent ? [] : farewell)],
    ...(office && { office }),
    ...(before && { before: withTimes(before, now) }),
    hangUpAfterMs: longestMs,
  };
}

/** Returns a history with the times of its viewings as an order takes them. */
function withTimes(before: NonNullable<Conversation['before']>, now: number) {
  const { viewings, ...rest } = before;
  if (!viewings) return rest;
  const timed = viewings.map(({ at, ...viewing }) => {
    const moment = toMoment(at, now);
    return { ...viewing, at: moment === undefined ? at : toOfficeTime(moment) };
  });
  return { ...rest, viewings: timed };
}

/** Returns the caller's part of a step. */
function toCallerStep({ expect: _, ...step }: ConversationStep, now: number): CallerStep {
  if ('say' in step) return { ...step, say: wordsAt(step.say, now) };
  if ('interrupt' in step) return { ...step, interrupt: wordsAt(step.interrupt, now) };
  return step;
}

function wordsAt(words: Words, now: number): Words {
  if (typeof words === 'string') return inHebrew(words, now);
  return words.map((part) => (typeof part === 'string' ? inHebrew(part, now) : part));
}

function toExchange(turn: CallTurn): Exchange {
  const { user_text: asked, reply_text: answered = '', mode, ...columns } = turn;
  const { t_audio_ms, t_nlp_ms, t_tts_ms, t_total_ms } = columns;
  const times = { t_audio_ms, t_nlp_ms, t_tts_ms, t_total_ms };
  const known = Object.entries(times).filter(([, ms]) => ms !== undefined);
  return { asked, answered, mode, ...Object.fromEntries(known) };
}
