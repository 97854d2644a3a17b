import { withNotes } from '#shared/domain/calls/dialogue.ts';
import type { EventOf } from './events.ts';
import { abandonReply, apologize } from './filler.ts';
import {
  isHeard,
  lastMark,
  playAppended,
  sentencesHeard,
  timings,
  withAudio,
  withMark,
  withSentence,
  wordsOf,
} from './reply.ts';
import {
  answering,
  type Conversation,
  listening,
  type Reply,
  type Step,
  unfinished,
} from './state.ts';
import { dropDraft, endStream, recordReply, sayPhrase } from './transitions.ts';

/** After more broken replies in a row than this, the caller is offered a voicemail instead of another try. */
const MAX_BROKEN_REPLIES = 2;

/** Appends a sentence to the reply, or to the draft. */
export function sentenceReady(
  state: Conversation,
  { turn, text, at }: EventOf<'sentence-ready'>,
): Step {
  const phase = answering(state, turn);
  if (phase) return [{ ...state, phase: { ...phase, reply: withSentence(phase.reply, text, at) } }];
  const drafting = unfinished(state);
  if (drafting?.draft?.turn !== turn) return [state];
  const draft = withSentence(drafting.draft, text, at);
  return [{ ...state, phase: { ...drafting, draft } }];
}

/** Plays audio of the reply, or keeps it while the agent pauses. */
export function audioArrived(
  state: Conversation,
  { turn, audio, at }: EventOf<'audio-arrived'>,
): Step {
  const phase = answering(state, turn);
  if (!phase || audio.length === 0) return [state];
  const reply = withAudio(phase.reply, audio, at);
  if (phase.name === 'paused') {
    const { playhead } = phase.reply;
    return [{ ...state, phase: { ...phase, reply: { ...reply, playhead } } }];
  }
  const [playing, ...effects] = playAppended(reply, audio);
  const speaking: Conversation = { ...state, phase: { name: 'speaking', reply: playing } };
  const isFirstSound = phase.name === 'thinking' && reply.transcribedAt !== undefined;
  if (!isFirstSound) return [speaking, ...effects];
  return [
    { ...speaking, unansweredMs: 0 },
    ...effects,
    { type: 'update-turn', turn, columns: timings(reply, at) },
  ];
}

/** Marks the end of the audio; a reply without a sound has failed. */
export function audioFinished(
  state: Conversation,
  { turn, at }: Pick<EventOf<'audio-finished'>, 'turn' | 'at'>,
): Step {
  const phase = answering(state, turn);
  if (!phase) return [state];
  if (phase.name === 'thinking') return replyFailed(state, { turn, at });
  const reply = { ...phase.reply, isWhole: true };
  const whole: Conversation = { ...state, phase: { ...phase, reply } };
  return phase.name === 'paused' ? [whole] : [whole, lastMark(reply)];
}

/** Moves the playhead; a reply that was heard to its end is concluded. */
export function markReached(state: Conversation, { name, at }: EventOf<'mark-reached'>): Step {
  const phase = answering(state);
  if (phase?.name !== 'speaking') return [state];
  const reply = withMark(phase.reply, name, at);
  if (isHeard(reply)) return concludeReply(state, reply, at);
  const speaking: Conversation = { ...state, phase: { ...phase, reply } };
  if (sentencesHeard(reply) === sentencesHeard(phase.reply)) return [speaking];
  // If this task dies now, the next stream of the call resumes at the sentence recorded here.
  const { said, heard: text } = wordsOf(reply);
  const columns = { reply_text: said, heard_text: text };
  return [speaking, { type: 'update-turn', turn: reply.turn, columns }];
}

/**
 * Abandons a reply that fails before its first sound, or closes the stream if that was to follow.
 * After the first sound, the reply ends there as a broken one.
 */
export function replyFailed(
  state: Conversation,
  { turn, at }: Pick<EventOf<'reply-failed'>, 'turn' | 'at'>,
): Step {
  const phase = answering(state, turn);
  // A draft that failed is generated again when the turn is over.
  if (!phase) return unfinished(state)?.draft?.turn === turn ? dropDraft(state) : [state];
  if (phase.name === 'thinking') {
    const { afterwards } = phase.reply;
    if (afterwards.name !== 'close') return abandonReply(state, phase.reply, at);
    return endStream(state, at, { type: 'close', intent: afterwards.intent });
  }
  const reply = { ...phase.reply, isBroken: true };
  return audioFinished({ ...state, phase: { ...phase, reply } }, { turn, at });
}

/** Notes that a tool is at work for the reply. */
export function toolStarted(state: Conversation, { turn }: EventOf<'tool-started'>): Step {
  return withReplyChange({ ...state, idleTurns: 0 }, turn, { isUsingTool: true });
}

/** Notes that the tool has finished. Its result stays for the rest of the call, also if the reply was given up. */
export function toolEnded(state: Conversation, { turn, notes }: EventOf<'tool-ended'>): Step {
  const [next, ...effects] = withReplyChange(state, turn, { isUsingTool: false });
  if (!notes) return [next, ...effects];
  return [
    { ...next, dialogue: withNotes(next.dialogue, notes) },
    ...effects,
    { type: 'update-turn', turn, columns: { tool_notes: notes } },
  ];
}

/** Makes the reply the last one: after it the stream closes, with an intent for the call. */
export function closeRequested(
  state: Conversation,
  { turn, intent }: EventOf<'close-requested'>,
): Step {
  return withReplyChange(state, turn, { afterwards: { name: 'close', intent } });
}

/** Ends a reply that was heard to its end: the caller has the floor, or the stream closes. */
export function concludeReply(state: Conversation, reply: Reply, at: number): Step {
  const [recorded, ...effects] = recordReply(state, reply);
  const { afterwards } = reply;
  if (afterwards.name === 'close') {
    const ended: Conversation = { ...recorded, phase: { name: 'ended' } };
    return [ended, ...effects, { type: 'close', intent: afterwards.intent }, { type: 'finish' }];
  }
  const phase = afterwards.asked > 0 ? afterwards : listening(at);
  if (!reply.isBroken) {
    // Only a reply to the caller ends the series; a phrase of the agent's own does not.
    const isAnswer = reply.transcribedAt !== undefined;
    const brokenReplies = isAnswer ? 0 : recorded.brokenReplies;
    return [{ ...recorded, phase, brokenReplies }, ...effects];
  }
  const brokenReplies = recorded.brokenReplies + 1;
  const broken: Conversation = { ...recorded, phase, brokenReplies };
  const [next, ...apology] =
    brokenReplies > MAX_BROKEN_REPLIES
      ? apologize(broken, at)
      : sayPhrase(broken, at, { phrase: 'stumbled', afterwards: listening(at) });
  return [next, ...effects, ...apology];
}

function withReplyChange(state: Conversation, turn: number, change: Partial<Reply>): Step {
  const phase = answering(state, turn);
  if (!phase) return [state];
  return [{ ...state, phase: { ...phase, reply: { ...phase.reply, ...change } } }];
}
