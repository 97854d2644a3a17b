import type { MessageOperation, RestFault } from 'twilio-exchange/trouble/rest-faults.ts';
import type { Switches } from 'twilio-exchange/trouble/switches.ts';
import type { MediaFlaw } from 'twilio-exchange/whatsapp/message.ts';
import type { WriteFault } from '#local/aws/dynamodb/write-faults.ts';
import type { Fault as VendorFault } from '#local/aws/vendor-server.ts';
import type { OpenAiFault, OpenAiOperation } from '#local/openai/inquiry.ts';
import { withSuperfluousZero } from '#local/scenario/faults/row.ts';
import type { UsedUp } from '#local/scenario/faults/used-up-day.ts';
import type { lambdas } from '#shared/lambdas.ts';

/** The line of defence that keeps the message from being lost. */
export type MessageLine =
  /** The webhook answers, or announces a later answer. */
  | 'webhook'
  /** The one-time schedule that was armed before the answer was composed. */
  | 'late-reply'
  /** The hourly comparison of Twilio's lists with the CRM. */
  | 'reconcile'
  /** The sender of notices: reminders and follow-ups. */
  | 'notice';

/** The outcome that the customer must see. */
export type MessageExpectation =
  /** Each message is answered at once. */
  | 'answered'
  /** Each message is answered by a later attempt. */
  | 'answered-late'
  /** The customer reads that no answer could be found, and gets one in the end. */
  | 'answered-after-all'
  /** The customer reads that no answer could be found, at once or after the last attempt. */
  | 'told'
  /** The first three messages are answered. The others stay unanswered, and the office reads why. */
  | 'let-be'
  /** The customer is reminded of a viewing. */
  | 'reminded'
  /** The customer’s viewing is moved, once. */
  | 'moved'
  /** The viewing of one of two customers is moved, and the other is offered further times. */
  | 'moved-or-offered';

/** A message of a customer, and how Twilio delivers it. */
export type Writing = {
  /** Its words, spoken in a voice note, under a picture, or written. */
  readonly words: string;
  readonly as?: 'voice-note' | 'picture';
  readonly flaw?: MediaFlaw;
  /** The delay of its delivery. */
  readonly underWayMs?: number;
  /** A second delivery by Twilio: while the first is being answered, or afterwards. */
  readonly again?: 'meanwhile' | 'afterwards';
};

/**
 * A fault of one vendor or process around a message. It ends when all deliveries are answered (`posted`) or
 * when the first late reply has failed. Without `until` it stays.
 */
export type MessageFault = {
  /** The moment of injection: when the CRM has the first message; before any message by default. */
  readonly at?: 'entered';
  readonly until?: 'posted' | 'first-attempt';
} & (
  | {
      readonly on: 'openai';
      readonly operation: OpenAiOperation;
      readonly fault: OpenAiFault;
      readonly times?: number;
    }
  | { readonly on: 'openai-pace'; readonly firstTokenMs: number }
  | { readonly on: 'store' | 'scheduler' | 'bucket'; readonly fault: VendorFault }
  /** A fault of the next writes to one table. */
  | {
      readonly on: 'writes';
      readonly table: 'days' | 'viewings';
      readonly fault: WriteFault;
      readonly times: number;
    }
  /** Kills the process of the functions. */
  | { readonly on: 'functions' }
  /** Throttles a function, as an account does whose concurrency is used up. */
  | { readonly on: 'concurrency'; readonly of: keyof typeof lambdas }
  /** Gives a function less memory than it takes, so that each invocation is killed. */
  | { readonly on: 'memory'; readonly of: keyof typeof lambdas }
  /** Uses up the day of the customer, or of the office. */
  | { readonly on: 'usage'; readonly up: Extract<UsedUp, 'contact-day' | 'office-day'> }
  /** A fault of Twilio's REST API in requests about this customer. */
  | {
      readonly on: 'rest';
      readonly operation: MessageOperation;
      readonly fault: RestFault;
      readonly times?: number;
    }
);

/** One or more faults around messages, and the outcome that is expected in spite of them. */
export type MessageRow = {
  readonly id: string;
  readonly line: MessageLine;
  /** The fault in words, as the beginning of a sentence. */
  readonly what: string;
  readonly expectation: MessageExpectation;
  /** Whether the customer hides the number: WhatsApp then names an id alone. */
  readonly hidesNumber?: true;
  /** A form of the number that some exchanges send; E.164 by default. */
  readonly from?: 'superfluous-zero';
  /** Whether another customer wants the same half hour at once. */
  readonly hasRival?: true;
  /** The customer's messages, all written at once; one by default, none where a reminder is due. */
  readonly writes?: readonly Writing[];
  readonly faults?: readonly MessageFault[];
  /** The exchange's switches in this conversation. */
  readonly switches?: Partial<Switches>;
  /** The number of attempts at a late reply; one for a late answer, else none. */
  readonly attempts?: 1 | 2 | 3;
};

/** Returns the messages that the customer of a row writes. */
export function writingsOf({ writes, expectation }: MessageRow): readonly Writing[] {
  if (expectation === 'reminded') return [];
  return writes ?? [{ words: 'שלום, אני מחפש דירה להשכרה בתל אביב' }];
}

/** Returns the number in the address of a row’s customer. */
export function numberOf({ from }: MessageRow, contact: string): string {
  if (from === 'superfluous-zero') return withSuperfluousZero(contact);
  return contact.replace(/^whatsapp:/, '');
}

const attempted: readonly MessageExpectation[] = [
  'answered-late',
  'answered-after-all',
  'reminded',
];

/** Returns the number of attempts at a late reply or a reminder. */
export function attemptsOf({ expectation, attempts }: MessageRow): number {
  return attempts ?? (attempted.includes(expectation) ? 1 : 0);
}

/** Returns the row as a sentence. */
export function messageTitleOf({ what, expectation }: MessageRow): string {
  return `${what}: the customer ${endings[expectation]}`;
}

const endings: Readonly<Record<MessageExpectation, string>> = {
  answered: 'is answered at once',
  'answered-late': 'is answered late',
  'answered-after-all': 'reads that no answer could be found, and gets one in the end',
  told: 'reads that no answer could be found',
  'let-be': 'is answered three times, and not again',
  reminded: 'is reminded once',
  moved: 'has the viewing moved once',
  'moved-or-offered': 'has the viewing moved, or is offered other times',
};
