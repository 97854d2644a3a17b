import { FRAME_MS, levelDbfs } from '@agent-locator/audio/mulaw.ts';
import type { LineEvent } from 'twilio-exchange/line/line-event.ts';
import type { OverheardLine } from '#local/scenario/caller.ts';
import { SOUND_DBFS } from '#local/scenario/hearing.ts';
import type { Moment } from './fault.ts';

/** How far into the caller's sentence its middle is. */
const INTO_SENTENCE_MS = 800;
/** How long after the caller's last word the agent has heard that it was the last, and thinks. */
const INTO_THOUGHT_MS = 1_000;
/** An answer that has sounded for so long is no filler. */
const INTO_ANSWER_MS = 900;

/** A line that the product logs about a call; `gen` is the generation of its stream. */
export type LoggedLine = {
  readonly event: string;
  readonly callSid: string;
  readonly gen?: number;
};

/** The moments of one call, told as they come. */
export interface Moments {
  onEvent(event: LineEvent): void;
  onLine(line: OverheardLine): void;
  /** Hears what the product logs about the call. */
  onLog(line: LoggedLine): void;
  /** Settles when the moment comes; never where it does not come. */
  reached(moment: Moment): Promise<void>;
}

/** Follows one call. */
export function createMoments(): Moments {
  const all = new Map<Moment, PromiseWithResolvers<void>>();
  const of = (moment: Moment) => {
    const known = all.get(moment) ?? Promise.withResolvers<void>();
    all.set(moment, known);
    return known;
  };
  const reach = (moment: Moment) => of(moment).resolve();
  let hasSpoken = false;
  let answeredMs = 0;
  reach('before-call');

  return {
    onEvent(event) {
      if (event.type === 'spoke') {
        hasSpoken = true;
        setTimeout(reach, INTO_THOUGHT_MS, 'agent-thinks').unref();
      }
      if (event.type === 'heard' && hasSpoken && levelDbfs(event.frame) > SOUND_DBFS) {
        answeredMs += FRAME_MS;
        if (answeredMs === INTO_ANSWER_MS) reach('agent-answers');
      }
      if (event.type === 'recording-started') reach('beep');
      if (event.type === 'ended') reach('call-ended');
    },
    onLine({ speaker }) {
      if (speaker === 'caller') setTimeout(reach, INTO_SENTENCE_MS, 'caller-speaks').unref();
    },
    onLog({ event, gen }) {
      if (event === 'stream.attached') reach(gen === 1 ? 'stream-attached' : 'stream-resumed');
      if (event === 'watchdog.redirecting') reach('watchdog-claims');
    },
    reached: (moment) => of(moment).promise,
  };
}
