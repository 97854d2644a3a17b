import type { CallTrouble } from 'twilio-exchange/trouble/call-trouble.ts';
import type { Switches } from 'twilio-exchange/trouble/switches.ts';
import type { Fault } from './fault.ts';

/** Which line of defence sees a fault first: it bounds the silence that the caller meets. */
export type DefenceLine = 'session' | 'callback' | 'watchdog' | 'compound';

/** What becomes of the caller. */
export type Expectation =
  /** The agent answers every sentence. */
  | 'answered'
  /** The conversation goes on in a stream of a later generation, and every sentence is answered. */
  | 'resumed'
  /** The caller leaves one message, and the office reads its words. */
  | 'voicemail'
  /** Nothing could be done for the caller; the office has a truthful row of the call. */
  | 'told';

/** One fault, or two at once, and what must come of it. */
export type FaultRow = {
  readonly id: string;
  readonly line: DefenceLine;
  /** What goes wrong, as the beginning of a sentence. */
  readonly what: string;
  readonly expectation: Expectation;
  /** What goes wrong around the call alone. */
  readonly trouble?: CallTrouble;
  /** What breaks beyond it; a row that has any runs in a world of its own. */
  readonly faults?: readonly Fault[];
  /** How the exchange behaves in this call; what is not said here is drawn. */
  readonly switches?: Partial<Switches>;
  /** What the office learns of the call late: by `reconcile`, where no callback reached us, or when a transcription is tried again. */
  readonly late?: 'reconcile' | 'retries';
  /** How many sentences the caller has for the agent, if not two. */
  readonly sentences?: number;
  /** How many processes the media service has. */
  readonly mediaProcesses?: number;
  /** How far their clock is ahead of all others. */
  readonly mediaAheadMs?: number;
};

/** How many sentences the caller of a row has for the agent. */
export function sentencesOf({ sentences = 2 }: FaultRow): number {
  return sentences;
}

/** The row as a sentence. */
export function titleOf({ what, expectation }: FaultRow): string {
  return `${what}: the caller ${endings[expectation]}`;
}

const endings: Readonly<Record<Expectation, string>> = {
  answered: 'is answered all the same',
  resumed: 'talks on in another stream',
  voicemail: 'leaves a voicemail',
  told: 'is in the office’s books',
};
