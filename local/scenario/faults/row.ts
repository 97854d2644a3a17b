import type { CallTrouble } from 'twilio-exchange/trouble/call-trouble.ts';
import type { Switches } from 'twilio-exchange/trouble/switches.ts';
import type { Office } from 'twilio-exchange/twiml/verbs/office.ts';
import { OFFICE_NUMBER } from '#local/world/settings.ts';
import { AGENT_NUMBER } from '#local/world/vendors.ts';
import type { Environment } from '#shared/config/environment.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import type { CeilingReason } from '#shared/domain/office/ceilings.ts';
import type { Fault } from './fault.ts';

/** The line of defence that sees a fault first; it bounds the caller's dead air. */
export type DefenceLine = 'session' | 'callback' | 'watchdog' | 'compound';

/** The outcome that the caller must experience. */
export type Expectation =
  /** The agent answers every sentence. */
  | 'answered'
  /** The conversation goes on in a stream of a later generation, and every sentence is answered. */
  | 'resumed'
  /** The caller leaves one voicemail, and the office reads its words. */
  | 'voicemail'
  /** A person of the office talks with the caller, and the call ends there. */
  | 'taken'
  /** The caller hears the busy tone, and the call costs nothing. */
  | 'refused'
  /** The call is lost, and the office has a truthful row of it. */
  | 'told';

/** One or two faults around a call, and the outcome that is expected in spite of them. */
export type FaultRow = {
  readonly id: string;
  readonly line: DefenceLine;
  /** The fault in words, as the beginning of a sentence. */
  readonly what: string;
  readonly expectation: Expectation;
  /** The trouble around this call alone. */
  readonly trouble?: CallTrouble;
  /** Faults of the world; a row with any has its world to itself. */
  readonly faults?: readonly Fault[];
  /** The exchange's switches in this call; the others are drawn. */
  readonly switches?: Partial<Switches>;
  /**
   * The work that tells the office late: `reconcile` where no callback arrived, or the retries of a
   * transcription.
   */
  readonly late?: 'reconcile' | 'retries';
  /** The number of the caller's sentences; two by default. */
  readonly sentences?: number;
  /** The address that the call comes from; a number of the caller's own by default. */
  readonly from?: 'sip' | 'empty' | 'office-line' | 'superfluous-zero';
  /** How the office's phone forwarded the call: under the caller's number, or a switchboard under its own. */
  readonly forwarded?: 'under-callers-number' | 'under-own-number';
  /** The words of every sentence; a person's by default. */
  readonly says?: string;
  /** The phone of the office, where the caller asks for a person after the first answer. */
  readonly office?: Partial<Office>;
  /** The number of phones that a hand-over rings. */
  readonly rung?: number;
  /** The people of the office; none by default. */
  readonly people?: readonly Broker[];
  /** The ceiling that the office reads in the row of the call. */
  readonly ceiling?: CeilingReason;
  /** Settings of the product in this row's world. */
  readonly product?: Environment;
  /** The number of the media service's processes. */
  readonly mediaProcesses?: number;
  /** Plays the prompts in full length, so that the waits before a new stream are as in production. */
  readonly prompts?: 'own';
  /** The milliseconds by which every index of the store is behind its table. */
  readonly indexLateMs?: number;
  /** The milliseconds by which their clock is ahead of all others. */
  readonly mediaAheadMs?: number;
};

/** Returns the number of sentences of a row's caller. */
export function sentencesOf({ sentences = 2 }: FaultRow): number {
  return sentences;
}

/** Returns the address that the call of a row comes from, for a caller with this number. */
export function addressOf({ from }: FaultRow, number: string): string {
  switch (from) {
    case 'sip':
      return `sip:${number}@pbx.example`;
    case 'empty':
      return '';
    case 'office-line':
      return AGENT_NUMBER;
    case 'superfluous-zero':
      return withSuperfluousZero(number);
  }
  return number;
}

/** Returns a number of Israel with the zero of its national form behind the country code. */
export function withSuperfluousZero(number: string): string {
  return number.replace(/^\+972/, '+9720');
}

/** Returns the line that forwarded the call of a row; undefined if none did. */
export function forwarderOf({ forwarded }: FaultRow, number: string): string | undefined {
  if (!forwarded) return undefined;
  return forwarded === 'under-own-number' ? number : OFFICE_NUMBER;
}

/** Returns the contact of a row with an odd address, for a caller with this number; undefined for nobody. */
export function contactOf({ from, forwarded }: FaultRow, number: string): string | undefined {
  const isNobodys = from === 'empty' || from === 'office-line' || forwarded === 'under-own-number';
  return isNobodys ? undefined : number;
}

/** Returns the row as a sentence. */
export function titleOf({ what, expectation }: FaultRow): string {
  return `${what}: the caller ${endings[expectation]}`;
}

const endings: Readonly<Record<Expectation, string>> = {
  answered: 'is answered in spite of it',
  resumed: 'talks on in another stream',
  voicemail: 'leaves a voicemail',
  taken: 'talks with a person of the office',
  refused: 'hears the busy tone',
  told: 'is in the CRM',
};
