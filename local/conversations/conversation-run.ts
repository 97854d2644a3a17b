import { randomInt } from 'node:crypto';
import type { CallMessage, CallResult } from '#local/control/call-message.ts';
import type { CallOrder } from '#local/control/call-order.ts';
import { NoWorld } from '#local/control/client.ts';
import type { CallerStep } from '#local/scenario/caller-steps.ts';
import { farewell } from '#local/scenario/caller-steps.ts';
import type { Words } from '#local/scenario/utterance.ts';
import type { CallTurn } from '#shared/domain/calls/call-turn.ts';
import type { Conversation, ConversationStep } from './conversation.ts';
import { inHebrew } from './script-days.ts';
import { judge, spokenTurns } from './verdict.ts';

/** Places a call in a world, tells it while it happens, and gives what remains of it. */
export type PlaceCall = (
  order: CallOrder,
  onMessage: (message: CallMessage) => void,
) => Promise<CallResult>;

/** What came of a conversation. */
export type ConversationResult = {
  readonly name: string;
  readonly ok: boolean;
  /** What was not as the script expects. */
  readonly problems: readonly string[];
  readonly turns: readonly Exchange[];
  readonly longestDeadAirMs: number | undefined;
  readonly endedBy: 'agent' | 'caller' | 'rest' | 'error' | 'exchange' | undefined;
  /** Absent where no call came about. */
  readonly call: CallResult | undefined;
};

/** What the caller said and the agent answered, and how long that took. */
type Exchange = Pick<CallTurn, 'mode' | 't_audio_ms' | 't_nlp_ms' | 't_tts_ms' | 't_total_ms'> & {
  readonly asked: string;
  readonly answered: string;
};

/** What is changed of a conversation's call from outside. */
export type ConversationOptions = Partial<
  Pick<CallOrder, 'from' | 'switches' | 'noiseDbfs' | 'withAudio'>
> & {
  readonly onMessage?: (message: CallMessage) => void;
};

/** Numbers that belong to nobody, but for the last four digits. */
const STRANGERS = '+97250000';
/** What Twilio gives for the number of a caller who withholds it. */
const WITHHELD = '+266696687';
/** Longer than any of our own conversations takes. */
const LONGEST_MS = 180_000;

/** Has a conversation in a world and holds it against its script; a call that the world could not finish is a problem of it. */
export async function runConversation(
  place: PlaceCall,
  conversation: Conversation,
  { onMessage = () => {}, ...chosen }: ConversationOptions = {},
): Promise<ConversationResult> {
  const now = Date.now();
  try {
    const call = await place({ ...toOrder(conversation, now), ...chosen }, onMessage);
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
    ...(before && { before }),
    hangUpAfterMs: longestMs,
  };
}

/** What is left of a step for the caller to do. */
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
