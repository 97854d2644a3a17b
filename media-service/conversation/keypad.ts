import { callerLine } from './caller-turn.ts';
import type { EventOf } from './events.ts';
import { newReply, withCommit } from './reply.ts';
import { type Conversation, isLastWord, listening, type Step } from './state.ts';
import { recordCallerTurn, sayPhrase, silenceAgent } from './transitions.ts';

/** The pause after which the keys are complete; a lone 0, which asks for a person, is complete sooner. */
const KEYS_PAUSE_MS = 2_000;
const LONE_ZERO_PAUSE_MS = 1_200;
/** Longer than any phone number. */
const MAX_KEYS = 20;

/** Takes the floor, as a word does; more keys may follow. */
export function keyPressed(
  state: Conversation,
  { digit, officeAnswers, at }: EventOf<'key-pressed'>,
): Step {
  const endsNothing = digit === '#' && !state.keys;
  if (endsNothing || isLastWord(state)) return [state];
  const digits = ((state.keys?.digits ?? '') + digit).slice(0, MAX_KEYS);
  const [silent, ...effects] = silenceAgent(state, at);
  const keys = { digits, officeAnswers, pressedAt: at };
  return [{ ...silent, keys, phase: { name: 'hearing', before: listening(at) } }, ...effects];
}

/** Answers the keys as a turn of the caller; undefined while more keys may follow. */
export function commitKeysIfDue(state: Conversation, at: number): Step | undefined {
  const { keys } = state;
  if (!keys || isLastWord(state)) return undefined;
  const isComplete = keys.digits.endsWith('#');
  const pauseMs = keys.digits === '0' ? LONE_ZERO_PAUSE_MS : KEYS_PAUSE_MS;
  if (!isComplete && at - keys.pressedAt < pauseMs) return undefined;
  const { keys: _, ...rest } = state;
  const text = keys.digits.replace(/#$/, '');
  if (text === '0' && !keys.officeAnswers) {
    return sayPhrase(rest, at, { phrase: 'no_human', afterwards: listening(at) });
  }
  if (text === '0') {
    const afterwards = { name: 'close', intent: 'human' } as const;
    return sayPhrase(rest, at, { phrase: 'handing_over', afterwards });
  }
  const [silent, ...silencing] = silenceAgent(rest, at);
  const [recorded, ...recording] = recordCallerTurn(silent, at);
  const { nextTurn: turn } = recorded;
  const dialogue = [...recorded.dialogue, callerLine(text)];
  const { pressedAt } = keys;
  // The caller's wait for a sound began at the last key.
  const awaited = withCommit(
    newReply({ turn, at, speechEndedAt: pressedAt, afterwards: listening(at) }),
    pressedAt,
  );
  const reply = { ...awaited, transcribedAt: at };
  return [
    { ...recorded, dialogue, nextTurn: turn + 1, phase: { name: 'thinking', reply } },
    ...silencing,
    ...recording,
    { type: 'open-turn', turn, columns: { started_at: at, user_text: text, mode: 'live' } },
    { type: 'reply', turn, dialogue },
  ];
}
