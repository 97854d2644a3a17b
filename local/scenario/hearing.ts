import type { LineEvent } from '#local/twilio/line-event.ts';
import { FRAME_MS, levelDbfs } from '#media-service/mulaw.ts';

/** People take a pause of this length for the end of what is said to them. */
const PAUSE_MS = 700;
/** What a caller takes for sound; the same floor as the measure of dead air. */
const SOUND_DBFS = -50;

/** A caller's sense of what goes on at the other end. */
export interface Hearing {
  hear(event: LineEvent): void;
  /** Settles when the other end has said something and paused, or has beeped. */
  myTurn(): Promise<void>;
  /** Settles at the next sound. */
  sound(): Promise<void>;
  /** Forgets what was said before, as one does when one starts to speak. */
  spoke(): void;
}

/** Listens to one call until it ends; then every wait settles. */
export function createHearing(): Hearing {
  let hasSounded = false;
  let silenceMs = 0;
  let isOver = false;
  let isBeeped = false;
  let waiting: { until: () => boolean; resolve: () => void }[] = [];

  const isMyTurn = () => isBeeped || (hasSounded && silenceMs >= PAUSE_MS);
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
        hasSounded ||= isSound;
        silenceMs = isSound ? 0 : silenceMs + FRAME_MS;
      } else if (event.type === 'recording-started') {
        isBeeped = true;
      } else if (event.type === 'ended') {
        isOver = true;
      }
      settle();
    },
    myTurn: () => wait(isMyTurn),
    sound: () => wait(() => hasSounded),
    spoke() {
      hasSounded = false;
      silenceMs = 0;
      isBeeped = false;
    },
  };
}
