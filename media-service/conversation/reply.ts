import { BYTES_PER_MS, concatenated, FRAME_BYTES } from '@agent-locator/audio/mulaw.ts';
import { heardText } from '#shared/domain/calls/call-turn.ts';
import type { Effect, TurnColumns } from './events.ts';
import type { Reply } from './state.ts';

/** How much audio lies between two marks; the playhead is exact to about this much. */
const MARK_EVERY_MS = 1_000;
/** How long a caller waits for a first sound before a filler is due. */
const FIRST_SOUND_MS = 900;
/** Spoken Hebrew takes about 75 ms a character; estimates the length of text that has no audio yet. */
const MS_PER_CHARACTER = 75;

const empty = {
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

/** Returns a reply whose turn is over: from now on the caller waits for it. */
export function withCommit(reply: Reply, at: number): Reply {
  return { ...reply, committedAt: at, soundDueAt: at + FIRST_SOUND_MS };
}

/** Returns an empty reply, for which the caller waits from `at` on. */
export function newReply({
  turn,
  at,
  speechEndedAt = at,
  afterwards,
}: Pick<Reply, 'turn' | 'afterwards'> & { at: number; speechEndedAt?: number }): Reply {
  const playhead = { at, playedMs: 0 };
  return { ...empty, turn, speechEndedAt, playhead, soundDueAt: at + FIRST_SOUND_MS, afterwards };
}

/** Returns for how many milliseconds the caller has waited for a reply without a sound. */
export function waitedMs({ committedAt, audioMs }: Reply, at: number): number {
  return committedAt === undefined || audioMs > 0 ? 0 : Math.max(0, at - committedAt);
}

/** Returns how many milliseconds of a reply the caller has heard: the last mark, and the time since. */
export function playedMs({ playhead, audioMs }: Reply, at: number): number {
  return Math.min(audioMs, playhead.playedMs + Math.max(0, at - playhead.at));
}

/** Returns the moment at which the caller has waited too long for the first sound, or for the next one. */
export function soundDueAt({ soundDueAt, isWhole, audioMs, playhead }: Reply): number {
  if (isWhole) return Number.POSITIVE_INFINITY;
  if (audioMs === 0) return soundDueAt;
  const runsDryAt = playhead.at + audioMs - playhead.playedMs;
  return Math.max(soundDueAt, runsDryAt + FIRST_SOUND_MS);
}

/** Appends a sentence. */
export function withSentence(reply: Reply, text: string, at: number): Reply {
  const { firstSentenceAt = at, sentences } = reply;
  return { ...reply, firstSentenceAt, sentences: [...sentences, text] };
}

/** Appends audio; the playhead stood still since the last of it had played. */
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

/** Plays audio that has just been appended, with a mark after each second of it. */
export function playAppended(reply: Reply, audio: Uint8Array): [Reply, ...Effect[]] {
  const play = { type: 'play', audio } as const;
  if (reply.audioMs - reply.markedMs < MARK_EVERY_MS) return [reply, play];
  return [{ ...reply, markedMs: reply.audioMs }, play, markAt(reply, reply.audioMs)];
}

/** Plays the unheard rest, from the last whole frame on, as a new take. */
export function playRest(reply: Reply, at: number): [Reply, ...Effect[]] {
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

/** Returns the mark after a reply's last sound. */
export function lastMark(reply: Reply): Effect {
  return markAt(reply, reply.audioMs);
}

/**
 * Moves the playhead to a mark of this take. A mark of an earlier take is ignored: Twilio returns pending marks on a
 * `clear` too. https://www.twilio.com/docs/voice/media-streams/websocket-messages
 */
export function withMark(reply: Reply, name: string, at: number): Reply {
  const [turn, take, markedMs = Number.NaN] = name.split(':').map(Number);
  if (turn !== reply.turn || take !== reply.take || !(markedMs >= reply.playhead.playedMs))
    return reply;
  return { ...reply, playhead: { at, playedMs: markedMs } };
}

/** Returns whether the last mark of a reply has come back. */
export function isHeard({ isWhole, playhead, audioMs }: Reply): boolean {
  return isWhole && playhead.playedMs >= audioMs;
}

/** Returns how many sentences of a reply were heard to their end. */
export function sentencesHeard(reply: Reply): number {
  const heardLength = wordsOf(reply).heard.length;
  let length = -1;
  return reply.sentences.filter((sentence) => {
    length += 1 + sentence.length;
    return length <= heardLength;
  }).length;
}

/** Stops the playhead at a moment. */
export function withStoppedPlayhead(reply: Reply, at: number): Reply {
  return { ...reply, playhead: { at, playedMs: playedMs(reply, at) } };
}

/** Returns the words of a reply, and as many of them as the caller heard. */
export function wordsOf(reply: Reply): { said: string; heard: string } {
  const said = reply.sentences.join(' ');
  const expectedMs = reply.isWhole
    ? reply.audioMs
    : Math.max(reply.audioMs, said.length * MS_PER_CHARACTER);
  return { said, heard: heardText(said, reply.playhead.playedMs, expectedMs) };
}

/** Returns how many milliseconds each step took until the first sound left. */
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

/** How much later the first sentence would have come, had transcription and generation begun when the turn was over. */
function savedMs(reply: Reply, firstSentenceAt: number): number {
  const { committedAt = 0, pausedAt = 0, transcribedAt = 0, draftedAt = 0 } = reply;
  const transcribingMs = transcribedAt - pausedAt;
  const thinkingMs = firstSentenceAt - draftedAt;
  return committedAt + transcribingMs + thinkingMs - Math.max(committedAt, firstSentenceAt);
}

function markAt({ turn, take }: Reply, markedMs: number): Effect {
  return { type: 'mark', name: `${turn}:${take}:${markedMs}` };
}
