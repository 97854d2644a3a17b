import { callerLine, splitTranscribed } from './caller-turn.ts';
import type { Effect, SaidPhraseName } from './events.ts';
import { newReply, waitedMs, withStoppedPlayhead, wordsOf } from './reply.ts';
import {
  type Afterwards,
  answering,
  type Conversation,
  type Reply,
  type Step,
  unfinished,
} from './state.ts';

// Transitions that several events have in common.

/** Stops the agent, whether it thinks or speaks; only the words that were heard are recorded. */
export function silenceAgent(state: Conversation, at: number): Step {
  const phase = answering(state);
  if (!phase) return dropDraft(state);
  if (phase.name === 'thinking') {
    const isFilling = at < phase.reply.fillingUntil;
    // A caller who says hello again and again must not begin the wait anew each time.
    const unansweredMs = state.unansweredMs + waitedMs(phase.reply, at);
    return [
      { ...state, unansweredMs },
      { type: 'abort-reply' },
      ...(isFilling ? [{ type: 'clear' } as const] : []),
    ];
  }
  const isSounding = phase.name === 'speaking';
  const [recorded, ...effects] = recordReply(
    state,
    isSounding ? withStoppedPlayhead(phase.reply, at) : phase.reply,
  );
  const silencing: Effect[] = isSounding ? [{ type: 'clear' }] : [];
  return [recorded, { type: 'abort-reply' }, ...silencing, ...effects];
}

/** Drops the draft of a reply whose turn was not over. */
export function dropDraft(state: Conversation): Step {
  const phase = unfinished(state);
  if (!phase?.draft) return [state];
  return [{ ...state, phase: { ...phase, draft: undefined } }, { type: 'abort-reply' }];
}

/** Adds the agent's line to the dialogue as far as it was heard. */
export function recordReply(state: Conversation, reply: Reply): Step {
  const { said, heard: text } = wordsOf(reply);
  const line = { speaker: 'agent', text } as const;
  const interrupted = text.length < said.length;
  const columns = { reply_text: said, heard_text: text, interrupted };
  return [
    { ...state, dialogue: text ? [...state.dialogue, line] : state.dialogue },
    { type: 'update-turn', turn: reply.turn, columns },
  ];
}

/** Adds the caller's transcribed words to the dialogue, even in the middle of a turn; pending utterances stay. */
export function recordCallerTurn(state: Conversation, at: number): Step {
  const { callerTurn, dialogue } = state;
  if (!callerTurn) return [state];
  const [transcribed, rest] = splitTranscribed(callerTurn);
  if (!transcribed) return [{ ...state, callerTurn: rest }];
  const { turn, text, mode } = transcribed;
  return [
    { ...state, callerTurn: rest, dialogue: [...dialogue, callerLine(text)] },
    { type: 'open-turn', turn, columns: { started_at: at, user_text: text, mode } },
  ];
}

/** Says a phrase as a turn of its own. */
export function sayPhrase(
  state: Conversation,
  at: number,
  { phrase, afterwards }: { readonly phrase: SaidPhraseName; readonly afterwards: Afterwards },
): Step {
  const [silent, ...silencing] = silenceAgent(state, at);
  const [recorded, ...recording] = recordCallerTurn(silent, at);
  const { nextTurn: turn } = recorded;
  const reply = newReply({ turn, at, afterwards });
  return [
    { ...recorded, nextTurn: turn + 1, phase: { name: 'thinking', reply } },
    ...silencing,
    ...recording,
    { type: 'open-turn', turn, columns: { started_at: at, user_text: '', mode: 'live' } },
    { type: 'say', turn, phrase },
  ];
}

/** Ends the conversation on this stream. */
export function endStream(state: Conversation, at: number, ...closing: Effect[]): Step {
  const [silent, ...silencing] = silenceAgent(state, at);
  const [recorded, ...recording] = recordCallerTurn(silent, at);
  return [
    { ...recorded, phase: { name: 'ended' } },
    ...silencing,
    ...recording,
    ...closing,
    { type: 'finish' },
  ];
}
