import type { MessageOperation, RestFault } from 'twilio-exchange/trouble/rest-faults.ts';
import type { Switches } from 'twilio-exchange/trouble/switches.ts';
import type { MediaFlaw } from 'twilio-exchange/whatsapp/message.ts';
import type { Fault as VendorFault } from '#local/aws/vendor-server.ts';
import type { OpenAiFault, OpenAiOperation } from '#local/openai/inquiry.ts';

/** Which line of defence sees to it that nothing is lost. */
export type MessageLine =
  /** The webhook answers, or says what is to be expected. */
  | 'webhook'
  /** The schedule that stands since before the message was answered. */
  | 'late-reply'
  /** Whoever compares what Twilio has with the CRM, an hour later. */
  | 'reconcile'
  /** What sends messages that nobody asked for. */
  | 'notice';

/** What becomes of the customer. */
export type MessageExpectation =
  /** Each message is answered at once. */
  | 'answered'
  /** Each message is answered when it is looked after. */
  | 'answered-late'
  /** There is no answer, the customer reads so, and is answered in the end. */
  | 'answered-after-all'
  /** There is no answer, and the customer reads so, at once or when nobody tries any more. */
  | 'told'
  /** The customer is reminded of a viewing. */
  | 'reminded';

/** What a customer writes, and how it is delivered. */
export type Writing = {
  /** Its words, spoken in a voice note, under a picture, or written. */
  readonly words: string;
  readonly as?: 'voice-note' | 'picture';
  readonly flaw?: MediaFlaw;
  /** How long it is under way. */
  readonly underWayMs?: number;
  /** When Twilio delivers it a second time: while the first is answered, or when it is. */
  readonly again?: 'meanwhile' | 'afterwards';
};

/** What goes wrong around a message, on whose side, and until when: Twilio has its answers, the first look has failed, or for good. */
export type MessageFault = {
  /** When it strikes: before anything is written, or when the first message stands in the CRM. */
  readonly at?: 'entered';
  readonly until?: 'posted' | 'first-look';
} & (
  | {
      readonly on: 'openai';
      readonly operation: OpenAiOperation;
      readonly fault: OpenAiFault;
      readonly times?: number;
    }
  | { readonly on: 'openai-pace'; readonly firstTokenMs: number }
  | { readonly on: 'store' | 'scheduler' | 'bucket'; readonly fault: VendorFault }
  /** The process of the functions dies. */
  | { readonly on: 'functions' }
  /** Twilio's REST API, asked about this customer. */
  | {
      readonly on: 'rest';
      readonly operation: MessageOperation;
      readonly fault: RestFault;
      readonly times?: number;
    }
);

/** One fault around messages, or some at once, and what must come of it. */
export type MessageRow = {
  readonly id: string;
  readonly channel: 'whatsapp';
  readonly line: MessageLine;
  /** What goes wrong, as the beginning of a sentence. */
  readonly what: string;
  readonly expectation: MessageExpectation;
  /** What the customer writes, all at once; one sentence unless it says otherwise, nothing where a reminder is due. */
  readonly writes?: readonly Writing[];
  readonly faults?: readonly MessageFault[];
  /** How the exchange behaves in this conversation. */
  readonly switches?: Partial<Switches>;
  /** How often a message is looked after until all is well; once where it is answered late. */
  readonly looks?: 1 | 2 | 3;
};

/** What the customer of a row writes. */
export function writingsOf({ writes, expectation }: MessageRow): readonly Writing[] {
  if (expectation === 'reminded') return [];
  return writes ?? [{ words: 'שלום, אני מחפש דירה להשכרה בתל אביב' }];
}

const lookedAfter: readonly MessageExpectation[] = [
  'answered-late',
  'answered-after-all',
  'reminded',
];

/** How often what a customer waits for is looked after. */
export function looksOf({ expectation, looks }: MessageRow): number {
  return looks ?? (lookedAfter.includes(expectation) ? 1 : 0);
}

/** The row as a sentence. */
export function messageTitleOf({ what, expectation }: MessageRow): string {
  return `${what}: the customer ${endings[expectation]}`;
}

const endings: Readonly<Record<MessageExpectation, string>> = {
  answered: 'is answered at once',
  'answered-late': 'is answered late',
  'answered-after-all': 'reads that there is no answer, and has one in the end',
  told: 'reads that there is no answer',
  reminded: 'is reminded once',
};
