import { FRAME_MS } from '@agent-locator/audio/mulaw.ts';
import { createLagged } from './cross-correlation.ts';
import type { SoundingLevels } from './playout-levels.ts';

/** What is known of the way on which a call's echo comes back. */
export interface EchoPath {
  /** The power that may come back in a slot, with the noise that it comes in; 0 where there is no echo. */
  foreseen(slot: number): number;
  /** Compares what came in with what sounded before. */
  learn(slot: number, power: number): void;
}

/** An echo comes back within this time: the air of a room, the line, and Twilio on both ways. */
const LAGS = 500 / FRAME_MS;
/** Nothing is learned and nothing foreseen while all that sounds is quieter than −32 dBFS. */
const TELLING_POWER = 10 ** (-32 / 10);
/** Of a line that nothing is known of, −12 dB come back; of any line −9 at most: who is louder is the caller. */
const UNKNOWN_SHARE = 10 ** (-12 / 10);
const LARGEST_SHARE = 10 ** (-9 / 10);
/** Levels under these are all the same: the agent between two words, and a line on which nobody speaks. */
const BETWEEN_WORDS_POWER = 10 ** (-45 / 10);
const IDLE_POWER = 10 ** (-60 / 10);
/** A line is known when this much was heard of it; a phone that is put on loudspeaker is noticed in a fifth of the rest. */
const ENOUGH_FRAMES = 500 / FRAME_MS;
const REMEMBERED_FRAMES = 5_000 / FRAME_MS;
/** How alike an echo is to what sounded: in a quiet room 0.9, in a street 0.6; callers who speak over the agent come to 0.4, and by chance to more where little was heard. */
const ALIKE = 0.42;
/** Divided by the root of how many frames were heard, as chance goes: of 40 frames callers came to 0.65. */
const CHANCE = 2.5;
/** An echo that is known of is still there while a caller speaks over it. */
const STILL_ALIKE = 0.38;
/** Frames come in between the moments at which others left: an echo lies in up to so many slots more on both sides. */
const BLURRED_SLOTS = 2;
/** A room answers a moment longer, and a voice that was taken for one is held on to: 160 ms, 1 dB less each 20 ms. */
const LINGERING_SLOTS = 160 / FRAME_MS;
const LINGERING_SHARE = 10 ** (-1 / 10);

/** Finds out about a line while something sounds on it; knows nothing yet. */
export function createEchoPath(sounding: SoundingLevels): EchoPath {
  // Levels tell when an echo comes back: one loud word of the caller weighs no more there than a quiet one.
  const levels = createLagged(LAGS);
  // Powers tell how much of it comes back: noise adds to them, and to nothing else.
  const powers = createLagged(LAGS);
  let frames = 0;
  let lag = 0;
  let share = 0;
  let noise = 0;
  let isEcho = false;

  const loudestBefore = (slot: number) => {
    let power = 0;
    for (let back = 0; back < LAGS; back++) power = Math.max(power, sounding.powerIn(slot - back));
    return power;
  };

  const conclude = () => {
    let alike = 0;
    for (let back = 0; back < LAGS; back++) {
      const likeness = levels.likeness(back);
      if (likeness <= alike) continue;
      alike = likeness;
      lag = back;
    }
    const chance = CHANCE / Math.sqrt(Math.min(frames, REMEMBERED_FRAMES));
    isEcho = alike >= (isEcho ? STILL_ALIKE : ALIKE + chance);
    share = Math.max(0, Math.min(LARGEST_SHARE, powers.slope(lag)));
    noise = Math.max(0, powers.rest(lag, share));
  };

  return {
    foreseen(slot) {
      const loudest = loudestBefore(slot);
      if (loudest < TELLING_POWER) return 0;
      if (frames < ENOUGH_FRAMES) return UNKNOWN_SHARE * loudest;
      if (!isEcho) return 0;
      let echo = 0;
      let lingering = 1;
      for (let back = lag - BLURRED_SLOTS; back <= lag + LINGERING_SLOTS; back++) {
        if (back > lag + BLURRED_SLOTS) lingering *= LINGERING_SHARE;
        echo = Math.max(echo, lingering * sounding.powerIn(slot - back));
      }
      return share * echo + noise;
    },

    learn(slot, power) {
      const loudest = loudestBefore(slot);
      if (loudest < TELLING_POWER) return;
      frames += 1;
      const weight = 1 / Math.min(frames, REMEMBERED_FRAMES);
      const cameBack = Math.min(power, LARGEST_SHARE * loudest);
      powers.begin(cameBack, weight);
      levels.begin(Math.log(Math.max(IDLE_POWER, cameBack)), weight);
      for (let back = 0; back < LAGS; back++) {
        const sounded = sounding.powerIn(slot - back);
        powers.add(back, sounded);
        levels.add(back, Math.log(Math.max(BETWEEN_WORDS_POWER, sounded)));
      }
      conclude();
    },
  };
}
