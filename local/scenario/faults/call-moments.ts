import { FRAME_MS, levelDbfs } from '@agent-locator/audio/mulaw.ts';
import type { LineEvent } from 'twilio-exchange/line/line-event.ts';
import type { OverheardLine } from '#local/scenario/caller.ts';
import { SOUND_DBFS } from '#local/scenario/turn-detection.ts';
import type { Moment } from './fault.ts';

/** The time from the beginning of a caller's sentence to its middle. */
const INTO_SENTENCE_MS = 800;
/** The agent takes the turn for over and thinks this long after the caller's last word. */
const INTO_THOUGHT_MS = 1_000;
/** Sound of this length is an answer: fillers are shorter. */
const INTO_ANSWER_MS = 900;

/** A log line of the product about a call; `gen` is the generation of its stream. */
export type LoggedLine = {
  readonly event: string;
  readonly callSid: string;
  readonly gen?: number;
};

/** Detects the moments of one call from its events, its lines and the product's log. */
export interface CallMoments {
  onEvent(event: LineEvent): void;
  onLine(line: OverheardLine): void;
  onLog(line: LoggedLine): void;
  /** Resolves when the moment comes; otherwise stays pending. */
  reached(moment: Moment): Promise<void>;
}

/** Creates the detector of one call; `before-call` is reached at once. */
export function createCallMoments(): CallMoments {
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
      if (event.type === 'ringing') reach('phone-rings');
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
