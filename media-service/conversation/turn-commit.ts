import {
  callerLine,
  lastUtterance,
  type TurnTranscript,
  transcriptOf,
  turnNumber,
  voicedMsOf,
} from './caller-turn.ts';
import { isMachineCaller } from './machine-caller.ts';
import { newReply, withCommit } from './reply.ts';
import { answering, type Conversation, listening, type Step, unfinished } from './state.ts';
import { endStream } from './transitions.ts';
import { silenceToCommitMs } from './turn-end.ts';

/** More voice than this was meant to be understood. */
export const MEANT_VOICED_MS = 400;
/** How many turns in a row are answered with "I did not hear you": a television goes on for ever. */
const MAX_EMPTY_TURNS = 2;

type KnownTranscript = Extract<TurnTranscript, { name: 'known' }>;

/** Commits the caller's turn once the silence is long enough for its words, or if `isOver`; undefined before that. */
export function commitTurn(
  state: Conversation,
  at: number,
  { isOver = false } = {},
): Step | undefined {
  const { phase, callerTurn, dialogue } = state;
  if (phase.name !== 'waiting' || !callerTurn) return undefined;
  const transcript = transcriptOf(callerTurn);
  const text = transcript.name === 'known' ? transcript.text : undefined;
  const { speechEndedAt } = lastUtterance(callerTurn);
  const asked = dialogue.at(-1)?.speaker === 'agent' ? dialogue.at(-1)?.text : undefined;
  if (!isOver && at - speechEndedAt < silenceToCommitMs(text, asked)) return undefined;
  switch (transcript.name) {
    case 'pending': {
      const turn = turnNumber(callerTurn);
      const reply = newReply({ turn, at, speechEndedAt, afterwards: phase.before });
      return [{ ...state, phase: { name: 'thinking', reply: withCommit(reply, at) } }];
    }
    case 'lost':
      return endStream(state, at, { type: 'close', intent: 'fallback' });
    case 'known':
      return answerTurn(state, transcript, at);
  }
}

/** Records the words of a turn that is over, and asks for the reply. */
export function answerTurn(state: Conversation, transcript: KnownTranscript, at: number): Step {
  const { callerTurn } = state;
  if (!callerTurn) return [state];
  if (!transcript.text) return answerEmptyTurn(state, at);
  if (isMachineCaller(state, transcript.text)) {
    return endStream(state, at, { type: 'close', intent: 'fallback', reason: 'loop' });
  }
  const turn = turnNumber(callerTurn);
  const { speechEndedAt, pausedAt } = lastUtterance(callerTurn);
  const draft = unfinished(state)?.draft;
  const dialogue = [...state.dialogue, callerLine(transcript.text)];
  const committed = answering(state, turn)?.reply;
  const afterwards = listening(at);
  const reply = {
    ...(committed ?? withCommit(draft ?? newReply({ turn, at, speechEndedAt, afterwards }), at)),
    afterwards,
    pausedAt,
    transcribedAt: transcript.at,
  };
  const columns = {
    started_at: at,
    user_text: transcript.text,
    mode: transcript.mode,
    t_audio_ms: transcript.at - speechEndedAt,
    speculated: draft !== undefined,
  } as const;
  return [
    {
      ...state,
      dialogue,
      callerTurn: undefined,
      emptyTurns: 0,
      idleTurns: state.idleTurns + 1,
      phase: { name: 'thinking', reply },
    },
    { type: 'open-turn', turn, columns },
    draft ? { type: 'commit-draft', turn } : { type: 'reply', turn, dialogue },
  ];
}

/** Asks the caller to repeat a turn with a voice but no words, if it was long enough. */
function answerEmptyTurn(state: Conversation, at: number): Step {
  const { dialogue, emptyTurns, callerTurn } = state;
  if (!callerTurn) return [state];
  const turn = turnNumber(callerTurn);
  const voicedMs = voicedMsOf(callerTurn);
  const quiet = { ...state, callerTurn: undefined };
  const afterwards = answering(state, turn)?.reply.afterwards;
  const before =
    unfinished(state)?.before ?? (afterwards?.name === 'listening' ? afterwards : listening(at));
  const columns = { started_at: at, user_text: '', mode: 'batch' } as const;
  const opened = { type: 'open-turn', turn, columns } as const;
  // The caller's last line still waits for its reply: answer that.
  if (dialogue.at(-1)?.speaker === 'caller') {
    const reply = {
      ...withCommit(newReply({ turn, at, afterwards: listening(at) }), at),
      transcribedAt: at,
    };
    return [
      { ...quiet, phase: { name: 'thinking', reply } },
      opened,
      { type: 'reply', turn, dialogue },
    ];
  }
  if (voicedMs < MEANT_VOICED_MS || emptyTurns >= MAX_EMPTY_TURNS) {
    return [{ ...quiet, phase: before }];
  }
  const reply = newReply({ turn, at, afterwards: listening(at) });
  return [
    { ...quiet, emptyTurns: emptyTurns + 1, phase: { name: 'thinking', reply } },
    opened,
    { type: 'say', turn, phrase: 'not_heard' },
  ];
}
