import type { EventOf, Filler } from './events.ts';
import { soundDueAt, waitedMs } from './reply.ts';
import { answering, type Conversation, type Reply, type Step } from './state.ts';
import { endStream, sayPhrase } from './transitions.ts';

/** How much silence may follow a filler. */
const NEXT_SOUND_MS = 2_500;
/** After a longer silence, the apology comes before the prompt, which Twilio takes half a second to play. */
const MAX_SILENCE_BEFORE_PROMPT_MS = 1_000;

/**
 * The longest wait for an answer, over all that the caller said meanwhile: the time of both fillers.
 * A model that writes a letter a second would otherwise be waited for as long as the caller says hello.
 */
const MAX_UNANSWERED_MS = 9_000;

const fillers: readonly Filler[] = ['filler_1', 'filler_2'];

/** Plays a filler, then a second one, then the apology, as the caller waits; undefined while none is due. */
export function playFillerIfDue(state: Conversation, at: number): Step | undefined {
  const phase = answering(state);
  if (!phase || phase.name === 'paused' || at < soundDueAt(phase.reply)) return undefined;
  const { turn, fillers: count } = phase.reply;
  // Due means that even this answer is late.
  if (state.unansweredMs + waitedMs(phase.reply, at) >= MAX_UNANSWERED_MS)
    return apologize(state, at);
  const phrase = fillers[count];
  if (!phrase) return apologize(state, at);
  const reply = { ...phase.reply, fillers: count + 1, soundDueAt: at + NEXT_SOUND_MS };
  return [
    { ...state, phase: { ...phase, reply } },
    { type: 'fill', turn, phrase },
  ];
}

/** Delays the reply, and the next filler, until this one has ended. */
export function fillerStarted(
  state: Conversation,
  { turn, durationMs, at }: EventOf<'filler-started'>,
): Step {
  const phase = answering(state, turn);
  if (!phase) return [state];
  const fillingUntil = at + durationMs;
  const reply = { ...phase.reply, fillingUntil, soundDueAt: fillingUntil + NEXT_SOUND_MS };
  return [{ ...state, phase: { ...phase, reply } }];
}

/** Gives a reply up: the recorded prompt follows, after an apology for a caller who has waited in silence. */
export function abandonReply(state: Conversation, reply: Reply, at: number): Step {
  const silentMs = at - Math.max(reply.speechEndedAt, reply.fillingUntil);
  if (silentMs > MAX_SILENCE_BEFORE_PROMPT_MS) return apologize(state, at);
  return endStream(state, at, { type: 'close', intent: 'fallback' });
}

/** Apologizes: the caller can only leave a voicemail. The recorded prompt follows. */
export function apologize(state: Conversation, at: number): Step {
  return sayPhrase(state, at, {
    phrase: 'apology',
    afterwards: { name: 'close', intent: 'fallback' },
  });
}
