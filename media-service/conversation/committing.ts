import { end } from './ending.ts';
import { listening } from './listening.ts';
import { awaited, begun } from './reply.ts';
import { lastOf, lineOf, type Meaning, meaningOf, turnOf, voicedMsOf } from './said.ts';
import { answering, type Conversation, type Step, unfinished } from './state.ts';
import { silenceToCommitMs } from './turn-end.ts';

/** More voice than this was meant to be understood. */
export const MEANT_VOICED_MS = 400;
/** How often in a row a caller is told that they were not understood: a television goes on for ever. */
const MAX_UNHEARD = 2;

type Known = Extract<Meaning, { name: 'known' }>;

/** A caller who is quiet for long enough, by what they said, has finished: now the agent answers. */
export function committed(
  state: Conversation,
  at: number,
  { isOver = false } = {},
): Step | undefined {
  const { phase, said, dialogue } = state;
  if (phase.name !== 'waiting' || !said) return undefined;
  const meaning = meaningOf(said);
  const text = meaning.name === 'known' ? meaning.text : undefined;
  const { speechEndedAt } = lastOf(said);
  const asked = dialogue.at(-1)?.speaker === 'agent' ? dialogue.at(-1)?.text : undefined;
  if (!isOver && at - speechEndedAt < silenceToCommitMs(text, asked)) return undefined;
  switch (meaning.name) {
    case 'pending': {
      const turn = turnOf(said);
      const reply = begun({ turn, at, speechEndedAt, afterwards: phase.before });
      return [{ ...state, phase: { name: 'thinking', reply: awaited(reply, at) } }];
    }
    case 'lost':
      return end(state, at, { type: 'close', intent: 'fallback' });
    case 'known':
      return answered(state, meaning, at);
  }
}

/** The words of a turn that is over are known: they are written down and answered. */
export function answered(state: Conversation, meaning: Known, at: number): Step {
  const { said } = state;
  if (!said) return [state];
  if (!meaning.text) return notUnderstood(state, at);
  const turn = turnOf(said);
  const { speechEndedAt, pausedAt } = lastOf(said);
  const draft = unfinished(state)?.draft;
  const line = lineOf(meaning.text);
  const dialogue = [...state.dialogue, line];
  const waited = answering(state, turn)?.reply;
  const afterwards = listening(at);
  const reply = {
    ...(waited ?? awaited(draft ?? begun({ turn, at, speechEndedAt, afterwards }), at)),
    afterwards,
    pausedAt,
    transcribedAt: meaning.at,
  };
  const columns = {
    started_at: at,
    user_text: meaning.text,
    mode: meaning.mode,
    t_audio_ms: meaning.at - speechEndedAt,
    speculated: draft !== undefined,
  } as const;
  return [
    { ...state, dialogue, said: undefined, unheard: 0, phase: { name: 'thinking', reply } },
    { type: 'open-turn', turn, columns },
    draft ? { type: 'commit-draft', turn } : { type: 'reply', turn, dialogue },
  ];
}

/** A voice without words: a caller who meant something is asked to repeat it. */
function notUnderstood(state: Conversation, at: number): Step {
  const { dialogue, unheard, said } = state;
  if (!said) return [state];
  const turn = turnOf(said);
  const voicedMs = voicedMsOf(said);
  const quiet = { ...state, said: undefined };
  const afterwards = answering(state, turn)?.reply.afterwards;
  const before =
    unfinished(state)?.before ?? (afterwards?.name === 'listening' ? afterwards : listening(at));
  const columns = { started_at: at, user_text: '', mode: 'batch' } as const;
  const opened = { type: 'open-turn', turn, columns } as const;
  if (dialogue.at(-1)?.speaker === 'caller') {
    const reply = {
      ...awaited(begun({ turn, at, afterwards: listening(at) }), at),
      transcribedAt: at,
    };
    return [
      { ...quiet, phase: { name: 'thinking', reply } },
      opened,
      { type: 'reply', turn, dialogue },
    ];
  }
  if (voicedMs < MEANT_VOICED_MS || unheard >= MAX_UNHEARD) return [{ ...quiet, phase: before }];
  const reply = begun({ turn, at, afterwards: listening(at) });
  return [
    { ...quiet, unheard: unheard + 1, phase: { name: 'thinking', reply } },
    opened,
    { type: 'say', turn, phrase: 'not_heard' },
  ];
}
