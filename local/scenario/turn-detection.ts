import { FRAME_MS, levelDbfs } from '@agent-locator/audio/mulaw.ts';
import type { LineEvent } from 'twilio-exchange/line/line-event.ts';

/** A silence of this length ends the other party's turn. */
const PAUSE_MS = 700;
/** Sound of this length is more than a lead-in. */
export const ANSWER_MS = 500;
/** The level above which a frame is sound; the same as for dead air. */
export const SOUND_DBFS = -50;

/** A caller's detection of turns at the other end of the line. */
export interface TurnDetector {
  hear(event: LineEvent): void;
  /** Resolves when the other end has spoken and paused, or records. */
  myTurn(): Promise<void>;
  /** Resolves when the other end's answer has sounded for `ANSWER_MS`. */
  answer(): Promise<void>;
  /** Forgets the sound so far, when the caller begins to speak or when more is to come. */
  forget(): void;
}

/** Creates the detector of one call; every wait resolves at the call's end. */
export function createTurnDetector(): TurnDetector {
  let soundedMs = 0;
  let silenceMs = 0;
  let isOver = false;
  let isRecorded = false;
  let waiting: { until: () => boolean; resolve: () => void }[] = [];

  const isMyTurn = () => isRecorded || (soundedMs > 0 && silenceMs >= PAUSE_MS);
  const settle = () => {
    const ready = waiting.filter(({ until }) => isOver || until());
    waiting = waiting.filter((wait) => !ready.includes(wait));
    for (const { resolve } of ready) resolve();
  };
  const wait = (until: () => boolean) =>
    new Promise<void>((resolve) => {
      waiting.push({ until, resolve });
      settle();
    });

  return {
    hear(event) {
      if (event.type === 'heard') {
        const isSound = levelDbfs(event.frame) > SOUND_DBFS;
        soundedMs += isSound ? FRAME_MS : 0;
        silenceMs = isSound ? 0 : silenceMs + FRAME_MS;
      } else if (event.type === 'recording-started') {
        isRecorded = true;
      } else if (event.type === 'recording-ended') {
        isRecorded = false;
      } else if (event.type === 'ended') {
        isOver = true;
      }
      settle();
    },
    myTurn: () => wait(isMyTurn),
    answer: () => wait(() => soundedMs >= ANSWER_MS),
    forget() {
      soundedMs = 0;
      silenceMs = 0;
    },
  };
}
