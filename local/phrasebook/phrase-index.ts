import { FRAME_BYTES } from '@agent-locator/audio/mulaw.ts';
import { isFrameAt, keyAt, nextKey, type Phrase } from './phrase.ts';

/** A place in a phrase: the index of one of its sounding frames. */
export type Place = { readonly phrase: Phrase; readonly at: number };

/** Finds the phrases in which a frame occurs. */
export interface PhraseIndex {
  add(phrase: Phrase): void;
  /** Returns the places of the frame at an offset; empty if it was never registered. */
  placesAt(mulaw: Uint8Array, offset: number): readonly Place[];
  /** Returns the first offset at which a registered frame begins; −1 if none does. */
  offsetIn(mulaw: Uint8Array): number;
}

/** One hour of audio; the oldest phrases are dropped first. */
const MAX_BYTES = 3_600 * 8_000;

/** A frame with more places, such as one of a steady tone, keeps the first ones only. */
const MAX_PLACES_IN_PHRASE = 4;
const MAX_PLACES = 256;

/** Creates an index without phrases. */
export function createPhraseIndex(): PhraseIndex {
  const phrases = new Map<string, Phrase>();
  const index = new Map<number, Place[]>();
  // A Bloom filter with one hash, a part of the key: nearly every frame at a wrong offset is unknown.
  const mayKnow = new Uint8Array(1 << 20);
  let bytes = 0;

  function forget(id: string, phrase: Phrase): void {
    phrases.delete(id);
    bytes -= phrase.bytes.length;
    for (const key of new Set(phrase.keys)) {
      const left = index.get(key)?.filter((place) => place.phrase !== phrase) ?? [];
      if (left.length > 0) index.set(key, left);
      else index.delete(key);
    }
  }

  function places(key: number, mulaw: Uint8Array, offset: number): readonly Place[] {
    if (!mayKnow[key >>> 12]) return [];
    return (index.get(key) ?? []).filter(({ phrase, at }) => isFrameAt(phrase, at, mulaw, offset));
  }

  return {
    add(phrase) {
      const id = `${phrase.keys.join()} ${phrase.text}`;
      const known = phrases.get(id);
      if (known) forget(id, known);
      phrases.set(id, phrase);
      bytes += phrase.bytes.length;
      for (const [at, key] of phrase.keys.entries()) {
        const others = index.get(key) ?? [];
        const isRepeated = others.at(-MAX_PLACES_IN_PHRASE)?.phrase === phrase;
        if (!isRepeated && others.length < MAX_PLACES) others.push({ phrase, at });
        index.set(key, others);
        mayKnow[key >>> 12] = 1;
      }
      for (const [oldestId, oldest] of phrases) {
        if (bytes <= MAX_BYTES) break;
        forget(oldestId, oldest);
      }
    },
    placesAt: (mulaw, offset) => places(keyAt(mulaw, offset), mulaw, offset),
    offsetIn(mulaw) {
      let key = keyAt(mulaw, 0);
      for (let offset = 0; offset + FRAME_BYTES <= mulaw.length; offset++) {
        if (places(key, mulaw, offset).length > 0) return offset;
        key = nextKey(key, mulaw, offset);
      }
      return -1;
    },
  };
}
