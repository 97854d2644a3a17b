import { isBackChannel } from './back-channel.ts';
import { answered, committed } from './committing.ts';
import { hush, noted } from './ending.ts';
import type { Of } from './events.ts';
import { abandoned } from './filling.ts';
import { resume } from './floor.ts';
import { listening } from './listening.ts';
import { begun, playedMs, type Reply } from './reply.ts';
import { lastOf, lineOf, meaningOf, type Said, turnOf, withWords } from './said.ts';
import { answering, type Conversation, isLastWord, type Step } from './state.ts';

/** With no more than this left of an answer, people already answer it. */
const NEARLY_SAID_MS = 1_500;
/** A caller who goes on again and again is not to be second-guessed for ever: each draft costs its tokens. */
const MAX_DRAFTS = 3;

/** What was said is known: words are never lost, and take the floor from an agent who speaks. */
export function transcribed(state: Conversation, event: Of<'transcribed'>): Step {
  const { utterance, text, mode, at } = event;
  return found(state, utterance.turn, { text, mode, at }, at);
}

/** What was said cannot be understood now: it is kept as a recording. */
export function notTranscribed(state: Conversation, event: Of<'not-transcribed'>): Step {
  return found(state, event.utterance.turn, 'lost', event.at);
}

function found(
  state: Conversation,
  turn: number,
  words: Parameters<typeof withWords>[2],
  at: number,
): Step {
  const said = state.said && withWords(state.said, turn, words);
  if (!said) return [state];
  const heard = { ...state, said };
  switch (heard.phase.name) {
    case 'hearing':
    case 'ended':
      return [heard];
    case 'listening':
      return isSpoken(said)
        ? drafted({ ...heard, phase: { name: 'waiting', before: heard.phase } }, at)
        : aside(heard, at);
    case 'waiting':
      return drafted(heard, at);
    case 'thinking':
      return heard.phase.reply.turn === turnOf(said)
        ? awaitedWords(heard, heard.phase.reply, said, at)
        : aside(heard, at);
    case 'speaking':
    case 'paused':
      return isLastWord(heard) ? aside(heard, at) : interjected(heard, said, at);
  }
}

/** The turn may be over: its answer is begun to be thought of, in silence. */
function drafted(state: Conversation, at: number): Step {
  const over = committed(state, at);
  if (over) return over;
  const { phase, said, speculates, dialogue } = state;
  if (phase.name !== 'waiting' || !said || phase.draft || !speculates) return [state];
  const meaning = meaningOf(said);
  if (meaning.name !== 'known' || !meaning.text || said.drafts >= MAX_DRAFTS) return [state];
  const turn = turnOf(said);
  const { speechEndedAt } = lastOf(said);
  const draft = {
    ...begun({ turn, at, speechEndedAt, afterwards: listening(at) }),
    draftedAt: at,
  };
  return [
    { ...state, said: { ...said, drafts: said.drafts + 1 }, phase: { ...phase, draft } },
    { type: 'draft', turn, dialogue: [...dialogue, lineOf(meaning.text)] },
  ];
}

/** The agent was only waiting for these words. */
function awaitedWords(state: Conversation, reply: Reply, said: Said, at: number): Step {
  const meaning = meaningOf(said);
  switch (meaning.name) {
    case 'pending':
      return [state];
    case 'lost':
      return abandoned(state, reply, at);
    case 'known':
      return answered(state, meaning, at);
  }
}

/** Words while the agent speaks: they take the floor, unless they only show that somebody listens. */
function interjected(state: Conversation, said: Said, at: number): Step {
  const meaning = meaningOf(said);
  if (meaning.name === 'pending') return [state];
  if (meaning.name === 'lost') return noted(state, at);
  if (!meaning.text) return resume({ ...state, said: undefined }, at);
  if (isListeningOn(state, meaning.text, lastOf(said).speechEndedAt)) {
    const [resumed, ...effects] = resume(state, at);
    const columns = { started_at: at, user_text: meaning.text, mode: meaning.mode };
    const written = { type: 'open-turn', turn: turnOf(said), columns } as const;
    return [{ ...resumed, said: undefined }, ...effects, written];
  }
  const [hushed, ...effects] = hush(state, at);
  const waiting: Conversation = { ...hushed, phase: { name: 'waiting', before: listening(at) } };
  const [stepped, ...more] = drafted(waiting, at);
  return [stepped, ...effects, ...more];
}

/** Words that no answer is thought of for, because another one is or none is to come: they are written down when all of them are there. */
function aside(state: Conversation, at: number): Step {
  const isPending = state.said && meaningOf(state.said).name === 'pending';
  return isPending ? [state] : noted(state, at);
}

function isSpoken(said: Said): boolean {
  const meaning = meaningOf(said);
  return meaning.name === 'known' && meaning.text !== '';
}

/** Whether the caller only shows that they listen; near its end, the same word may answer what is being asked. */
function isListeningOn(state: Conversation, text: string, at: number): boolean {
  const phase = answering(state);
  if (!phase || phase.name === 'thinking' || !isBackChannel(text)) return false;
  const { isWhole, audioMs } = phase.reply;
  // While the agent still thinks of the rest, what is there may be its first two words.
  return !isWhole || audioMs - playedMs(phase.reply, at) > NEARLY_SAID_MS;
}
