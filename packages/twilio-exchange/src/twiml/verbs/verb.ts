import type { Account } from '../../account/account.ts';
import type { CallFacts } from '../../account/call-parameters.ts';
import type { Incident } from '../../account/error-log.ts';
import type { Recordings } from '../../account/recordings.ts';
import type { AudioLibrary } from '../../line/audio-library.ts';
import type { Line } from '../../line/line.ts';
import type { Happening } from '../../line/line-event.ts';
import type { CallTrouble } from '../../trouble/call-trouble.ts';
import type { RequestFaults } from '../../trouble/request-faults.ts';
import type { StreamTroubles } from '../../trouble/stream-troubles.ts';
import type { Switches } from '../../trouble/switches.ts';
import { type Delivery, toMethod } from '../../webhook/webhook.ts';
import type { TwimlDocument, TwimlElement } from '../document.ts';
import type { Interruption } from '../interruption.ts';
import type { Office } from './office.ts';

/** The part of a call that its verbs may use. */
export interface LiveCall {
  readonly callSid: string;
  readonly from: string;
  readonly account: Account;
  readonly apiBaseUrl: string;
  readonly switches: Switches;
  readonly line: Line;
  readonly recordings: Recordings;
  readonly audioLibrary: AudioLibrary;
  readonly office: Office;
  readonly streamTroubles: StreamTroubles;
  /** Returns the faults of requests to a URL. */
  readonly faultsOf: (url: string) => RequestFaults;
  /** Makes recordings absent, even after speech. */
  readonly absentRecording: CallTrouble['absentRecording'];
  /** Aborts when the exchange closes. */
  readonly closing: AbortSignal;
  emit(happening: Happening): void;
  /** Has a call that was never answered end with this status. */
  refuse(status: 'busy' | 'no-answer'): void;
  log(incident: Incident): void;
  /** Sends a status callback. */
  callBack(delivery: Delivery): void;
  /** Settles when no status callback is under way. */
  callbacksAnswered(): Promise<void>;
  /** Settles when the next request for a document is answered. */
  nextAnswer(): Promise<void>;
  /** Adds the second leg of a `<Dial>` to the account's calls. */
  register(leg: CallFacts): void;
  /** Requests a document for the second leg of a `<Dial>`. */
  fetchFor(leg: CallFacts, delivery: Delivery): Promise<TwimlDocument | undefined>;
}

/** The continuation after a verb; a fetch carries only the parameters that the verb adds. */
export type Next =
  | { readonly kind: 'next-verb' }
  | { readonly kind: 'fetch'; readonly delivery: Delivery }
  | { readonly kind: 'hang-up' };

/** The context of one verb in one call. */
export type Work = {
  readonly element: TwimlElement;
  readonly document: TwimlDocument;
  readonly call: LiveCall;
  readonly interruption: Interruption;
};

/** Runs one verb to its end or interruption. */
export type Verb = (work: Work) => Promise<Next>;

/** Continues with the next verb of the document. */
export const nextVerb = { kind: 'next-verb' } as const satisfies Next;
/** Ends the call. */
export const hangUp = { kind: 'hang-up' } as const satisfies Next;

/** Continues with the document at a URL, by the method that an element names. */
export function fetchFrom(
  url: string,
  method: string | undefined,
  parameters: Delivery['parameters'] = {},
): Extract<Next, { kind: 'fetch' }> {
  return { kind: 'fetch', delivery: { url, method: toMethod(method), parameters } };
}
