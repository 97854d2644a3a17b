import type { RestFault } from 'twilio-exchange/trouble/rest-faults.ts';
import type { Fault as VendorFault } from '#local/aws/vendor-server.ts';

/** A fault around a message to the people of the office; it ends when the row is judged. */
export type OfficeFault =
  | { readonly on: 'ses' | 'store'; readonly fault: VendorFault }
  /** Twilio takes templates to every phone of the office, and reports this code later. */
  | { readonly on: 'phones'; readonly refusal: number }
  /** Mails to the people of the office bounce. */
  | { readonly on: 'mailboxes' }
  | {
      readonly on: 'rest';
      readonly fault: RestFault;
      readonly times: number;
    }
  /** No model answers. */
  | { readonly on: 'model' }
  /** Kills the functions when a message is claimed and its outcome is not known. */
  | { readonly on: 'functions' }
  /** Three invocations sweep at once. */
  | { readonly on: 'sweepers' };

/** The message that the office must get in spite of the faults. */
export type OfficeExpectation =
  /** The person who has the matter gets one message on WhatsApp, and nobody gets another. */
  | 'on-whatsapp'
  /** The person gets one mail instead. */
  | 'by-mail'
  /** The call has a card of its deeds, and the person is told once. */
  | 'with-a-card';

/** One or more faults around a matter of the office. */
export type OfficeRow = {
  readonly id: string;
  /** The fault in words, as the beginning of a sentence. */
  readonly what: string;
  readonly expectation: OfficeExpectation;
  /** Whether the person prefers mail. */
  readonly prefersMail?: true;
  /** Whether the matter comes from a call that is over; from a chat by default. */
  readonly isCall?: true;
  readonly faults: readonly OfficeFault[];
  /** The bound from the matter to the message. */
  readonly withinMs: number;
};

/** Returns the row as a sentence. */
export function officeTitleOf({ what, expectation }: OfficeRow): string {
  return `${what}: ${endings[expectation]}`;
}

const endings: Readonly<Record<OfficeExpectation, string>> = {
  'on-whatsapp': 'the broker is told once on WhatsApp',
  'by-mail': 'the broker is told once by mail',
  'with-a-card': 'the call has its card, and the broker is told once',
};
