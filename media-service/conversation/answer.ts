import { conclude, end, withoutDraft } from './ending.ts';
import type { Of } from './events.ts';
import { abandoned, apologized } from './filling.ts';
import { listening } from './listening.ts';
import {
  isHeard,
  lastMark,
  played,
  type Reply,
  sentencesHeard,
  timings,
  withAudio,
  withMark,
  withSentence,
  wordsOf,
} from './reply.ts';
import { say } from './saying.ts';
import { answering, type Conversation, type Step, unfinished } from './state.ts';

/** A caller who has said the same thing three times in vain had better leave a message. */
const MAX_STUMBLES = 2;

/** A sentence of the answer is known. */
export function worded(state: Conversation, { turn, text, at }: Of<'sentence-ready'>): Step {
  const phase = answering(state, turn);
  if (phase) return [{ ...state, phase: { ...phase, reply: withSentence(phase.reply, text, at) } }];
  const drafting = unfinished(state);
  if (drafting?.draft?.turn !== turn) return [state];
  const draft = withSentence(drafting.draft, text, at);
  return [{ ...state, phase: { ...drafting, draft } }];
}

/** Audio of the answer is there: it is played, unless the agent holds its breath. */
export function sounded(state: Conversation, { turn, audio, at }: Of<'audio-arrived'>): Step {
  const phase = answering(state, turn);
  if (!phase || audio.length === 0) return [state];
  const reply = withAudio(phase.reply, audio, at);
  if (phase.name === 'paused') {
    const { playhead } = phase.reply;
    return [{ ...state, phase: { ...phase, reply: { ...reply, playhead } } }];
  }
  const [playing, ...effects] = played(reply, audio);
  const speaking: Conversation = { ...state, phase: { name: 'speaking', reply: playing } };
  const isFirstSound = phase.name === 'thinking' && reply.transcribedAt !== undefined;
  if (!isFirstSound) return [speaking, ...effects];
  return [speaking, ...effects, { type: 'update-turn', turn, columns: timings(reply, at) }];
}

/** All audio of the answer is there; an answer without a sound has failed. */
export function voiced(
  state: Conversation,
  { turn, at }: Pick<Of<'audio-finished'>, 'turn' | 'at'>,
): Step {
  const phase = answering(state, turn);
  if (!phase) return [state];
  if (phase.name === 'thinking') return failed(state, { turn, at });
  const reply = { ...phase.reply, isWhole: true };
  const whole: Conversation = { ...state, phase: { ...phase, reply } };
  return phase.name === 'paused' ? [whole] : [whole, lastMark(reply)];
}

/** The caller has heard the answer up to a mark. */
export function heard(state: Conversation, { name, at }: Of<'mark-reached'>): Step {
  const phase = answering(state);
  if (phase?.name !== 'speaking') return [state];
  const reply = withMark(phase.reply, name, at);
  if (isHeard(reply)) return concluded(state, reply, at);
  const spoken: Conversation = { ...state, phase: { ...phase, reply } };
  if (sentencesHeard(reply) === sentencesHeard(phase.reply)) return [spoken];
  // Whoever takes the call over, should this task die now, has to know where the caller stopped hearing.
  const { said, heard: text } = wordsOf(reply);
  const columns = { reply_text: said, heard_text: text };
  return [spoken, { type: 'update-turn', turn: reply.turn, columns }];
}

/** A turn that fails before a sound of it was heard takes the call to the recorded prompt, or where it was going; later, the agent says that it stumbled. */
export function failed(state: Conversation, { turn, at }: Pick<Of<'failed'>, 'turn' | 'at'>): Step {
  const phase = answering(state, turn);
  // What was thought of too early is thought of again when the turn is over.
  if (!phase) return unfinished(state)?.draft?.turn === turn ? withoutDraft(state) : [state];
  if (phase.name === 'thinking') {
    const { afterwards } = phase.reply;
    if (afterwards.name !== 'close') return abandoned(state, phase.reply, at);
    return end(state, at, { type: 'close', intent: afterwards.intent });
  }
  const reply = { ...phase.reply, isBroken: true };
  return voiced({ ...state, phase: { ...phase, reply } }, { turn, at });
}

/** The answer was heard to its end: now it is the caller's turn, or nobody's. */
export function concluded(state: Conversation, reply: Reply, at: number): Step {
  const [spoken, ...effects] = conclude(state, reply);
  const { afterwards } = reply;
  if (afterwards.name === 'close') {
    const closed: Conversation = { ...spoken, phase: { name: 'ended' } };
    return [closed, ...effects, { type: 'close', intent: afterwards.intent }, { type: 'finish' }];
  }
  const phase = afterwards.asked > 0 ? afterwards : listening(at);
  if (!reply.isBroken) {
    // What the agent says of itself is no answer.
    const isAnswer = reply.transcribedAt !== undefined;
    return [{ ...spoken, phase, stumbles: isAnswer ? 0 : spoken.stumbles }, ...effects];
  }
  const stumbles = spoken.stumbles + 1;
  const stumbling: Conversation = { ...spoken, phase, stumbles };
  const [sorry, ...apology] =
    stumbles > MAX_STUMBLES
      ? apologized(stumbling, at)
      : say(stumbling, at, 'stumbled', listening(at));
  return [sorry, ...effects, ...apology];
}
