import { isBackChannel } from '#shared/domain/heard/back-channel.ts';
import {
  type CallerTurn,
  callerLine,
  lastUtterance,
  transcriptOf,
  turnNumber,
  withTranscript,
} from './caller-turn.ts';
import type { EventOf } from './events.ts';
import { abandonReply } from './filler.ts';
import { resume } from './floor.ts';
import { newReply, playedMs } from './reply.ts';
import {
  answering,
  type Conversation,
  isLastWord,
  listening,
  type Reply,
  type Step,
} from './state.ts';
import { recordCallerTurn, silenceAgent } from './transitions.ts';
import { answerTurn, commitTurn } from './turn-commit.ts';

/** With no more than this left of a reply, people already answer it. */
const NEARLY_SAID_MS = 1_500;
/** The limit of drafts for one turn: each draft costs its tokens. */
const MAX_DRAFTS = 3;

/** Adds the words of an utterance to the turn; they take the floor from an agent who speaks. */
export function transcribed(state: Conversation, event: EventOf<'transcribed'>): Step {
  const { utterance, text, mode, at } = event;
  return withResult(state, utterance.turn, { text, mode, at }, at);
}

/** Notes that an utterance cannot be understood now and is kept as a recording. */
export function notTranscribed(state: Conversation, event: EventOf<'not-transcribed'>): Step {
  return withResult(state, event.utterance.turn, 'lost', event.at);
}

function withResult(
  state: Conversation,
  turn: number,
  transcript: Parameters<typeof withTranscript>[2],
  at: number,
): Step {
  const callerTurn = state.callerTurn && withTranscript(state.callerTurn, turn, transcript);
  if (!callerTurn) return [state];
  const next = { ...state, callerTurn };
  switch (next.phase.name) {
    case 'hearing':
    case 'ended':
      return [next];
    case 'listening':
      return hasWords(callerTurn)
        ? draftReply({ ...next, phase: { name: 'waiting', before: next.phase } }, at)
        : recordIfComplete(next, at);
    case 'waiting':
      return draftReply(next, at);
    case 'thinking':
      return next.phase.reply.turn === turnNumber(callerTurn)
        ? answerIfComplete(next, next.phase.reply, callerTurn, at)
        : recordIfComplete(next, at);
    case 'speaking':
    case 'paused':
      return isLastWord(next) ? recordIfComplete(next, at) : interrupt(next, callerTurn, at);
  }
}

/** Drafts the reply to a turn that may be over, or commits the turn if it is. */
function draftReply(state: Conversation, at: number): Step {
  const over = commitTurn(state, at);
  if (over) return over;
  const { phase, callerTurn, speculates, dialogue } = state;
  if (phase.name !== 'waiting' || !callerTurn || phase.draft || !speculates) return [state];
  const transcript = transcriptOf(callerTurn);
  if (transcript.name !== 'known' || !transcript.text) return [state];
  if (callerTurn.drafts >= MAX_DRAFTS) return [state];
  const turn = turnNumber(callerTurn);
  const { speechEndedAt } = lastUtterance(callerTurn);
  const draft = {
    ...newReply({ turn, at, speechEndedAt, afterwards: listening(at) }),
    draftedAt: at,
  };
  return [
    {
      ...state,
      callerTurn: { ...callerTurn, drafts: callerTurn.drafts + 1 },
      phase: { ...phase, draft },
    },
    { type: 'draft', turn, dialogue: [...dialogue, callerLine(transcript.text)] },
  ];
}

/** Answers a committed turn once all of its utterances are transcribed. */
function answerIfComplete(
  state: Conversation,
  reply: Reply,
  callerTurn: CallerTurn,
  at: number,
): Step {
  const transcript = transcriptOf(callerTurn);
  switch (transcript.name) {
    case 'pending':
      return [state];
    case 'lost':
      return abandonReply(state, reply, at);
    case 'known':
      return answerTurn(state, transcript, at);
  }
}

/** Takes the floor from a speaking agent, unless the words are only a back-channel. */
function interrupt(state: Conversation, callerTurn: CallerTurn, at: number): Step {
  const transcript = transcriptOf(callerTurn);
  if (transcript.name === 'pending') return [state];
  if (transcript.name === 'lost') return recordCallerTurn(state, at);
  if (!transcript.text) return resume({ ...state, callerTurn: undefined }, at);
  if (isOnlyListening(state, transcript.text, lastUtterance(callerTurn).speechEndedAt)) {
    const [resumed, ...effects] = resume(state, at);
    const columns = { started_at: at, user_text: transcript.text, mode: transcript.mode };
    const opened = { type: 'open-turn', turn: turnNumber(callerTurn), columns } as const;
    return [{ ...resumed, callerTurn: undefined }, ...effects, opened];
  }
  const [silent, ...effects] = silenceAgent(state, at);
  const waiting: Conversation = { ...silent, phase: { name: 'waiting', before: listening(at) } };
  const [stepped, ...more] = draftReply(waiting, at);
  return [stepped, ...effects, ...more];
}

/** Records words that get no reply of their own, once all of them are transcribed. */
function recordIfComplete(state: Conversation, at: number): Step {
  const isPending = state.callerTurn && transcriptOf(state.callerTurn).name === 'pending';
  return isPending ? [state] : recordCallerTurn(state, at);
}

function hasWords(callerTurn: CallerTurn): boolean {
  const transcript = transcriptOf(callerTurn);
  return transcript.name === 'known' && transcript.text !== '';
}

/** Returns whether the caller only shows that they listen; near the reply's end, the same word may answer it. */
function isOnlyListening(state: Conversation, text: string, at: number): boolean {
  const phase = answering(state);
  if (!phase || phase.name === 'thinking' || !isBackChannel(text)) return false;
  const { isWhole, audioMs } = phase.reply;
  // While the rest is still being generated, the audio so far may be only the first two words.
  return !isWhole || audioMs - playedMs(phase.reply, at) > NEARLY_SAID_MS;
}
