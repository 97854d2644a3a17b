import { FRAME_MS, levelDbfs } from '@agent-locator/audio/mulaw.ts';
import type { LineEvent } from 'twilio-exchange/line/line-event.ts';

/** People take a pause of this length for the end of what is said to them. */
const PAUSE_MS = 700;
/** What has sounded for so long is more than a word before the answer. */
export const ANSWER_MS = 500;
/** What a caller takes for sound; the same floor as the measure of dead air. */
export const SOUND_DBFS = -50;

/** A caller's sense of what goes on at the other end. */
export interface TurnDetector {
  hear(event: LineEvent): void;
  /** Settles when the other end has said something and paused, or records what is said. */
  myTurn(): Promise<void>;
  /** Settles when the other end's answer has sounded for `ANSWER_MS`. */
  answer(): Promise<void>;
  /** Forgets what was heard so far, as one does when one starts to speak, or when more is to come. */
  forget(): void;
}

/** Listens to one call until it ends; then every wait settles. */
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
