import { FRAME_MS } from '@agent-locator/audio/mulaw.ts';
import { createCrossCorrelation } from './cross-correlation.ts';
import type { PlayoutLevels } from './playout-levels.ts';

/** The path on which a call's echo comes back: its delay, its gain and the noise around it. */
export interface EchoPath {
  /** Returns the power of echo and noise that is expected in a slot; 0 on a line without echo. */
  predictedPower(slot: number): number;
  /** Correlates the input of a slot with the playout before it. */
  learn(slot: number, power: number): void;
}

/** The longest echo delay: the air of a room, the phone line, and Twilio on both ways. */
const LAGS = 500 / FRAME_MS;
/** While the playout is quieter than −32 dBFS, nothing is learned and no echo predicted. */
const MIN_PLAYOUT_POWER = 10 ** (-32 / 10);
/** The echo gain: −12 dB is assumed for an unknown line, and −9 dB is the maximum. A louder input is the caller. */
const UNKNOWN_GAIN = 10 ** (-12 / 10);
const LARGEST_GAIN = 10 ** (-9 / 10);
/** Levels under these count as equal: the agent between two words, and an idle line. */
const BETWEEN_WORDS_POWER = 10 ** (-45 / 10);
const IDLE_POWER = 10 ** (-60 / 10);
/** A line is known after 500 ms of playout. The means cover 5 s, so a switch to loudspeaker shows after about 1 s. */
const ENOUGH_FRAMES = 500 / FRAME_MS;
const REMEMBERED_FRAMES = 5_000 / FRAME_MS;
/**
 * The correlation that shows an echo. An echo has 0.9 in a quiet room and 0.6 in a street. Callers who speak over the
 * agent reach 0.4, and more by chance after few frames.
 */
const ECHO_CORRELATION = 0.42;
/** The margin for chance, divided by the square root of the number of frames: after 40 frames, callers reached 0.65. */
const CHANCE = 2.5;
/** The lower threshold of a known echo, which stays while a caller speaks over it. */
const STILL_ECHO_CORRELATION = 0.38;
/** Input and playout slots are not aligned: an echo spreads over up to this many more slots on both sides. */
const BLURRED_SLOTS = 2;
/** Reverberation, and the voice detector's hold, prolong an echo: by 160 ms, 1 dB less each 20 ms. */
const LINGERING_SLOTS = 160 / FRAME_MS;
const LINGERING_GAIN = 10 ** (-1 / 10);

/** Creates the path of an unknown line, which is learned during playout. */
export function createEchoPath(playout: PlayoutLevels): EchoPath {
  // Levels in log scale give the delay: a loud word of the caller weighs no more than a quiet one.
  const levels = createCrossCorrelation(LAGS);
  // Powers give the gain: noise is additive only there.
  const powers = createCrossCorrelation(LAGS);
  let frames = 0;
  let lag = 0;
  let gain = 0;
  let noise = 0;
  let isEcho = false;

  const loudestBefore = (slot: number) => {
    let power = 0;
    for (let back = 0; back < LAGS; back++) power = Math.max(power, playout.powerAt(slot - back));
    return power;
  };

  const conclude = () => {
    let best = 0;
    for (let back = 0; back < LAGS; back++) {
      const correlation = levels.correlation(back);
      if (correlation <= best) continue;
      best = correlation;
      lag = back;
    }
    const chance = CHANCE / Math.sqrt(Math.min(frames, REMEMBERED_FRAMES));
    isEcho = best >= (isEcho ? STILL_ECHO_CORRELATION : ECHO_CORRELATION + chance);
    gain = Math.max(0, Math.min(LARGEST_GAIN, powers.slope(lag)));
    noise = Math.max(0, powers.intercept(lag, gain));
  };

  return {
    predictedPower(slot) {
      const loudest = loudestBefore(slot);
      if (loudest < MIN_PLAYOUT_POWER) return 0;
      if (frames < ENOUGH_FRAMES) return UNKNOWN_GAIN * loudest;
      if (!isEcho) return 0;
      let echo = 0;
      let lingering = 1;
      for (let back = lag - BLURRED_SLOTS; back <= lag + LINGERING_SLOTS; back++) {
        if (back > lag + BLURRED_SLOTS) lingering *= LINGERING_GAIN;
        echo = Math.max(echo, lingering * playout.powerAt(slot - back));
      }
      return gain * echo + noise;
    },

    learn(slot, power) {
      const loudest = loudestBefore(slot);
      if (loudest < MIN_PLAYOUT_POWER) return;
      frames += 1;
      const weight = 1 / Math.min(frames, REMEMBERED_FRAMES);
      const cameBack = Math.min(power, LARGEST_GAIN * loudest);
      powers.begin(cameBack, weight);
      levels.begin(Math.log(Math.max(IDLE_POWER, cameBack)), weight);
      for (let back = 0; back < LAGS; back++) {
        const played = playout.powerAt(slot - back);
        powers.add(back, played);
        levels.add(back, Math.log(Math.max(BETWEEN_WORDS_POWER, played)));
      }
      conclude();
    },
  };
}
