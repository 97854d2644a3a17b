import { isFrameAt, isSilentAt, type Phrase, wordsBetween } from './phrase.ts';
import type { PhraseIndex, Place } from './phrase-index.ts';

/** A candidate: a phrase, heard from its sounding frame `from` up to but without `to`. */
type Track = { readonly phrase: Phrase; readonly from: number; readonly to: number };

/** Follows frames through the phrases of an index. */
export interface PhraseMatcher {
  /** Hears the frame at an offset. */
  hear(audio: Uint8Array, offset: number): void;
  /** Decides on the best candidate so far. */
  settle(): void;
  /** Returns whether a phrase is under way. */
  isFollowing(): boolean;
}

/** Creates a matcher. A phrase counts as broken off after `maxMissing` frames without it, beyond its own pauses. */
export function createPhraseMatcher(
  index: PhraseIndex,
  maxMissing: number,
  onPhrase: (words: string) => void,
): PhraseMatcher {
  let open: readonly Track[] = [];
  let whole: Track | undefined;
  let missing = 0;

  /** Continues with the candidates that have frames left; without any, the best one is reported. */
  function follow(tracks: readonly Track[]): void {
    whole = tracks.filter(isAtEnd).reduce(likelier, whole);
    open = tracks.filter((track) => !isAtEnd(track));
    if (open.length === 0) settle();
  }

  function settle(): void {
    const best = open.reduce(likelier, whole);
    open = [];
    whole = undefined;
    missing = 0;
    const words = best && wordsBetween(best.phrase, best.from, best.to);
    if (words) onPhrase(words);
  }

  function miss(): void {
    if (open.length === 0) return;
    missing += 1;
    const pause = Math.max(...open.map(({ phrase, to }) => phrase.pauses[to - 1] ?? 0));
    if (missing >= maxMissing + pause) settle();
  }

  return {
    hear(audio, offset) {
      const places = isSilentAt(audio, offset) ? [] : index.placesAt(audio, offset);
      if (places.length === 0) return miss();
      missing = 0;
      const on = open.filter(({ phrase, to }) => isFrameAt(phrase, to, audio, offset));
      if (on.length > 0) return follow(on.map((track) => ({ ...track, to: track.to + 1 })));

      const resumed = resume(open.reduce(likelier, whole), places);
      if (resumed) return follow([resumed]);
      settle();
      follow(places.map(({ phrase, at }) => ({ phrase, from: at, to: at + 1 })));
    },
    settle,
    isFollowing: () => open.length > 0,
  };
}

/** Finds a candidate's continuation after lost frames, or where a part is played again. */
function resume(track: Track | undefined, places: readonly Place[]): Track | undefined {
  if (!track || isAtEnd(track) || places.some(({ at }) => at === 0)) return undefined;
  const place = places.find(({ phrase, at }) => phrase === track.phrase && at > track.from);
  return place && { ...track, to: place.at + 1 };
}

/** Returns the better candidate: the longer one, then a whole phrase, then the phrase registered last. */
function likelier(a: Track | undefined, b: Track): Track {
  if (!a) return b;
  const longer = b.to - b.from - (a.to - a.from) || Number(isWhole(b)) - Number(isWhole(a));
  return longer > 0 || (longer === 0 && a.phrase !== b.phrase) ? b : a;
}

function isAtEnd({ phrase, to }: Track): boolean {
  return to === phrase.keys.length;
}

function isWhole(track: Track): boolean {
  return track.from === 0 && isAtEnd(track);
}
