import { BYTES_PER_MS, concatenated, FRAME_BYTES } from '@agent-locator/audio/mulaw.ts';
import type { Intent } from '#shared/domain/calls/call-log.ts';
import { heardText } from '#shared/domain/calls/call-turn.ts';
import type { Effect, TurnColumns } from './events.ts';
import type { Listening } from './listening.ts';

/** How much audio lies between two marks: what was heard is certain to about a second. */
const MARK_EVERY_MS = 1_000;
/** How long a caller waits for a first sound before they hear that they were heard. */
const FIRST_SOUND_MS = 900;
/** Spoken Hebrew takes some 75 ms a character: it tells how much of a text is still to sound. */
const MS_PER_CHARACTER = 75;

/** The agent's answer as far as it has come. Moments are epoch milliseconds. */
export type Reply = {
  readonly turn: number;
  readonly speechEndedAt: number;
  /** When the caller's last words were given to be understood. */
  readonly pausedAt?: number;
  readonly transcribedAt?: number;
  /** When it was begun to think of, where that was before the turn was over. */
  readonly draftedAt?: number;
  /** When the turn was over. */
  readonly committedAt?: number;
  readonly firstSentenceAt?: number;
  readonly firstAudioAt?: number;
  readonly sentences: readonly string[];
  readonly audio: readonly Uint8Array[];
  readonly audioMs: number;
  /** How much of the audio lies before the last mark. */
  readonly markedMs: number;
  /** How much of the audio the caller had heard at a moment. */
  readonly playhead: { readonly at: number; readonly playedMs: number };
  /** Counts the takes: each pause begins a new one, and marks of the last come back unheard. */
  readonly take: number;
  /** Whether all of the audio is there. */
  readonly isWhole: boolean;
  /** Whether less came of it than was to be said. */
  readonly isBroken: boolean;
  /** When the caller has waited long enough, if no sound of the answer came before. */
  readonly soundDueAt: number;
  /** How many fillers the caller has heard instead, and until when the last one sounds. */
  readonly fillers: number;
  readonly fillingUntil: number;
  /** Whether a tool is being used for it. */
  readonly isUsingTool: boolean;
  readonly afterwards: Afterwards;
};

/** What follows an answer that was heard: listening, as patiently as before or afresh; or the end of the stream. */
export type Afterwards = Listening | { readonly name: 'close'; readonly intent: Intent };

const nothing = {
  sentences: [],
  audio: [],
  audioMs: 0,
  markedMs: 0,
  take: 0,
  isWhole: false,
  isBroken: false,
  fillers: 0,
  fillingUntil: 0,
  isUsingTool: false,
} as const;

/** An answer whose turn is over: from now on the caller waits for it. */
export function awaited(reply: Reply, at: number): Reply {
  return { ...reply, committedAt: at, soundDueAt: at + FIRST_SOUND_MS };
}

/** An answer that the caller waits for from `at` on, and of which nothing else is known. */
export function begun({
  turn,
  at,
  speechEndedAt = at,
  afterwards,
}: Pick<Reply, 'turn' | 'afterwards'> & { at: number; speechEndedAt?: number }): Reply {
  const playhead = { at, playedMs: 0 };
  return { ...nothing, turn, speechEndedAt, playhead, soundDueAt: at + FIRST_SOUND_MS, afterwards };
}

/** How much of an answer the caller has heard by now: what a mark told last, and the time since. */
export function playedMs({ playhead, audioMs }: Reply, at: number): number {
  return Math.min(audioMs, playhead.playedMs + Math.max(0, at - playhead.at));
}

/** When the caller has waited too long for a sound, or for the next one. */
export function soundDueAt({ soundDueAt, isWhole, audioMs, playhead }: Reply): number {
  if (isWhole) return Number.POSITIVE_INFINITY;
  if (audioMs === 0) return soundDueAt;
  const runsDryAt = playhead.at + audioMs - playhead.playedMs;
  return Math.max(soundDueAt, runsDryAt + FIRST_SOUND_MS);
}

/** Adds a sentence behind those that are known. */
export function withSentence(reply: Reply, text: string, at: number): Reply {
  const { firstSentenceAt = at, sentences } = reply;
  return { ...reply, firstSentenceAt, sentences: [...sentences, text] };
}

/** Adds audio behind what there is; the clock of what is heard stood still while there was none. */
export function withAudio(reply: Reply, audio: Uint8Array, at: number): Reply {
  const hasRunDry = playedMs(reply, at) >= reply.audioMs;
  return {
    ...reply,
    firstAudioAt: reply.firstAudioAt ?? at,
    audio: [...reply.audio, audio],
    audioMs: reply.audioMs + audio.length / BYTES_PER_MS,
    playhead: hasRunDry
      ? { at: Math.max(at, reply.fillingUntil), playedMs: reply.audioMs }
      : reply.playhead,
  };
}

/** Plays audio that has just been added, with a mark behind each second of it. */
export function played(reply: Reply, audio: Uint8Array): [Reply, ...Effect[]] {
  const play = { type: 'play', audio } as const;
  if (reply.audioMs - reply.markedMs < MARK_EVERY_MS) return [reply, play];
  return [{ ...reply, markedMs: reply.audioMs }, play, markAt(reply, reply.audioMs)];
}

/** Plays again what the caller has not heard, from the last whole frame on, as a new take. */
export function resumed(reply: Reply, at: number): [Reply, ...Effect[]] {
  const take = {
    ...reply,
    take: reply.take + 1,
    playhead: { at, playedMs: reply.playhead.playedMs },
  };
  const whole = concatenated(reply.audio);
  const from = Math.floor((reply.playhead.playedMs * BYTES_PER_MS) / FRAME_BYTES) * FRAME_BYTES;
  const effects: Effect[] = [];
  for (let byte = from; byte < whole.length; byte += MARK_EVERY_MS * BYTES_PER_MS) {
    const end = Math.min(whole.length, byte + MARK_EVERY_MS * BYTES_PER_MS);
    effects.push({ type: 'play', audio: whole.subarray(byte, end) });
    effects.push(markAt(take, end / BYTES_PER_MS));
  }
  return [{ ...take, markedMs: reply.audioMs }, ...effects];
}

/** The mark behind an answer's last sound. */
export function lastMark(reply: Reply): Effect {
  return markAt(reply, reply.audioMs);
}

/** Moves the clock of what was heard to a mark of this take; a mark of an earlier take was only sent back. */
export function withMark(reply: Reply, name: string, at: number): Reply {
  const [turn, take, markedMs = Number.NaN] = name.split(':').map(Number);
  if (turn !== reply.turn || take !== reply.take || !(markedMs >= reply.playhead.playedMs))
    return reply;
  return { ...reply, playhead: { at, playedMs: markedMs } };
}

/** Tells whether the last mark of an answer has come back. */
export function isHeard({ isWhole, playhead, audioMs }: Reply): boolean {
  return isWhole && playhead.playedMs >= audioMs;
}

/** How many sentences of an answer were heard to their end. */
export function sentencesHeard(reply: Reply): number {
  const heardLength = wordsOf(reply).heard.length;
  let length = -1;
  return reply.sentences.filter((sentence) => {
    length += 1 + sentence.length;
    return length <= heardLength;
  }).length;
}

/** Stops the clock of what is heard. */
export function stopped(reply: Reply, at: number): Reply {
  return { ...reply, playhead: { at, playedMs: playedMs(reply, at) } };
}

/** The words of an answer, and as many of them as the caller heard. */
export function wordsOf(reply: Reply): { said: string; heard: string } {
  const said = reply.sentences.join(' ');
  const expectedMs = reply.isWhole
    ? reply.audioMs
    : Math.max(reply.audioMs, said.length * MS_PER_CHARACTER);
  return { said, heard: heardText(said, reply.playhead.playedMs, expectedMs) };
}

/** How long each step took until the first sound left. */
export function timings(reply: Reply, firstAudioAt: number): TurnColumns {
  const { speechEndedAt, transcribedAt = speechEndedAt, firstSentenceAt = firstAudioAt } = reply;
  return {
    reply_text: reply.sentences.join(' '),
    t_nlp_ms: firstSentenceAt - transcribedAt,
    t_tts_ms: firstAudioAt - firstSentenceAt,
    t_total_ms: firstAudioAt - speechEndedAt,
    ...(reply.draftedAt === undefined ? {} : { t_saved_ms: savedMs(reply, firstSentenceAt) }),
  };
}

/** How much later the first sentence would have been there, had understanding and thinking begun when the turn was over. */
function savedMs(reply: Reply, firstSentenceAt: number): number {
  const { committedAt = 0, pausedAt = 0, transcribedAt = 0, draftedAt = 0 } = reply;
  const understandingMs = transcribedAt - pausedAt;
  const thinkingMs = firstSentenceAt - draftedAt;
  return committedAt + understandingMs + thinkingMs - Math.max(committedAt, firstSentenceAt);
}

function markAt({ turn, take }: Reply, markedMs: number): Effect {
  return { type: 'mark', name: `${turn}:${take}:${markedMs}` };
}
