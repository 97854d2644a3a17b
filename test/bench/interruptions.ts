import { FRAME_BYTES, FRAME_MS, levelDbfs } from '@agent-locator/audio/mulaw.ts';
import type { CallReport } from 'twilio-exchange/call/phone-call.ts';

/** The floor of audibility, as in the measure of dead air. */
const AUDIBLE_DBFS = -50;
/** A silence of this length is longer than a gap between two words of the agent. */
const PAUSE_FRAMES = 400 / FRAME_MS;
/** The agent must be audible this close to the caller's first sound, or there is nothing to interrupt. */
const NEAR_FRAMES = 100 / FRAME_MS;

/** An utterance of the caller over the agent, as both sides heard it. */
export type Interruption = {
  /** From the caller's first sound to the agent's silence at the caller's ear; undefined where the agent was not speaking. */
  readonly pauseMs: number | undefined;
  readonly startedAt: number;
  readonly endedAt: number;
};

/** Returns, for each utterance of the caller, how soon the agent fell silent at the caller's ear. */
export function interruptionsOf(report: CallReport): Interruption[] {
  const { answeredAt = 0, heard, said, events } = report;
  const isAudible = (track: Uint8Array, frame: number) =>
    levelDbfs(track.subarray(frame * FRAME_BYTES, (frame + 1) * FRAME_BYTES)) > AUDIBLE_DBFS;
  const frames = heard.length / FRAME_BYTES;

  const firstSound = (from: number) => {
    let frame = from;
    while (frame < frames && !isAudible(said, frame)) frame++;
    return frame;
  };
  const agentSoundsNear = (frame: number) =>
    Array.from({ length: 2 * NEAR_FRAMES }, (_, i) => frame - NEAR_FRAMES + i).some((near) =>
      isAudible(heard, near),
    );
  const firstPause = (from: number) => {
    let silent = 0;
    for (let frame = from; frame < frames; frame++) {
      silent = isAudible(heard, frame) ? 0 : silent + 1;
      if (silent === PAUSE_FRAMES) return frame - PAUSE_FRAMES + 1;
    }
    return undefined;
  };

  return events.flatMap((event) => {
    if (event.type !== 'spoke') return [];
    const { startedAt, endedAt } = event;
    const onset = firstSound(Math.max(0, Math.round((startedAt - answeredAt) / FRAME_MS)));
    const pause = agentSoundsNear(onset) ? firstPause(onset) : undefined;
    return [
      { pauseMs: pause === undefined ? undefined : (pause - onset) * FRAME_MS, startedAt, endedAt },
    ];
  });
}
