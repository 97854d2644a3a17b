/** The most that one contact may use, and the whole office, in a day of Israel. */
export type Ceilings = {
  readonly contact: {
    readonly callsAtOnce: number;
    readonly callsADay: number;
    readonly minutesADay: number;
    readonly messagesADay: number;
  };
  readonly office: {
    readonly callsADay: number;
    readonly minutesADay: number;
    readonly messagesADay: number;
  };
};

/** The ceilings of every office, far above what customers use. */
export const ceilings: Ceilings = {
  contact: {
    // Two people behind one switchboard may call at once, and a lost status callback holds a place for an hour.
    callsAtOnce: 3,
    // A robocaller dials more in an hour; a customer whose line keeps breaking does not in a day.
    callsADay: 50,
    // Two of the longest calls.
    minutesADay: 120,
    // A long search by chat has some forty.
    messagesADay: 200,
  },
  office: {
    // About 75 dollars of models and phone lines at 3 cents a minute.
    callsADay: 1_000,
    minutesADay: 2_500,
    // About 25 dollars of answers.
    messagesADay: 5_000,
  },
};

/** Beyond this many times a contact's ceiling a caller hears the busy tone: voicemails cost money, too. */
const BUSY_FACTOR = 3;
/** Equal texts in a row that are answered: an auto-reply never stops. */
const EQUAL_TEXTS = 3;
/** People give the same short answer many times. */
const EQUAL_SHORT_TEXTS = 10;
/** The length of a short text in characters: an auto-reply is longer. */
const SHORT_CHARS = 10;

/**
 * Callers without a contact share this part of the office's day: a fifth. Each may be anybody, so that one of them
 * could use up the day of all. Most offices have few such callers.
 */
const ANONYMOUS_PART = 5;

/** The callers who are counted together: one contact, or all without a contact. */
export type Caller = 'contact' | 'anonymous';

/** The day's use of a caller by calls, the call in question included. */
export type CallerUsage = {
  readonly atOnce: number;
  readonly calls: number;
  readonly seconds: number;
};

/** The day's use of the office: the calls and messages that no contact's ceiling stopped, this one included. */
export type OfficeUsage = {
  readonly calls: number;
  readonly seconds: number;
  readonly messages: number;
};

/** The ceiling that is reached. */
export type CeilingReason = 'contact-at-once' | 'contact-day' | 'anonymous-day' | 'office-day';

/** The answer to a call: the agent, or the recorded prompt, or the busy tone. */
export type CallAllowance =
  | { readonly answer: 'agent' }
  | { readonly answer: 'voicemail' | 'busy'; readonly reason: CeilingReason };

/** Returns who answers a call after this much use by its caller. Only a contact's own use leads to the busy tone. */
export function callerAllowance(
  caller: Caller,
  { atOnce, calls, seconds }: CallerUsage,
  { contact: most, office }: Ceilings = ceilings,
): CallAllowance {
  if (caller === 'anonymous') {
    const isShareUsed =
      calls > Math.ceil(office.callsADay / ANONYMOUS_PART) ||
      seconds >= (office.minutesADay * 60) / ANONYMOUS_PART;
    return isShareUsed ? { answer: 'voicemail', reason: 'anonymous-day' } : { answer: 'agent' };
  }
  const isBeyond = calls > BUSY_FACTOR * most.callsADay;
  if (atOnce > BUSY_FACTOR * most.callsAtOnce || isBeyond) {
    return { answer: 'busy', reason: isBeyond ? 'contact-day' : 'contact-at-once' };
  }
  if (atOnce > most.callsAtOnce) return { answer: 'voicemail', reason: 'contact-at-once' };
  const isDayUsed = calls > most.callsADay || seconds >= most.minutesADay * 60;
  return isDayUsed ? { answer: 'voicemail', reason: 'contact-day' } : { answer: 'agent' };
}

/** Returns who answers a call that its caller's ceilings allow, after this much use of the office. */
export function officeCallAllowance(
  { calls, seconds }: Pick<OfficeUsage, 'calls' | 'seconds'>,
  { office: most }: Ceilings = ceilings,
): CallAllowance {
  const isDayUsed = calls > most.callsADay || seconds >= most.minutesADay * 60;
  return isDayUsed ? { answer: 'voicemail', reason: 'office-day' } : { answer: 'agent' };
}

/** The day's use of a contact by messages, the message in question included. */
export type MessageUsage = {
  readonly messages: number;
  /** How often the contact wrote this very text in a row; absent for a message without words of its own. */
  readonly equalTexts?: number;
};

/** The answer to a message: by the agent, or none, with its reason. */
export type MessageAllowance = 'agent' | 'repeated' | 'contact-day' | 'office-messages';

/** Returns whether the agent answers a message after this much use by its contact. */
export function messageAllowance(
  { messages, equalTexts = 1 }: MessageUsage,
  text: string,
  { contact: most }: Ceilings = ceilings,
): MessageAllowance {
  const equalAtMost = text.length < SHORT_CHARS ? EQUAL_SHORT_TEXTS : EQUAL_TEXTS;
  if (equalTexts > equalAtMost) return 'repeated';
  return messages > most.messagesADay ? 'contact-day' : 'agent';
}

/** Returns whether the agent answers a message that its contact's ceilings allow, after this much use of the office. */
export function officeMessageAllowance(
  { messages }: Pick<OfficeUsage, 'messages'>,
  { office: most }: Ceilings = ceilings,
): MessageAllowance {
  return messages > most.messagesADay ? 'office-messages' : 'agent';
}

/** Returns a text without what an auto-reply varies: numbers, marks, blanks. A short text stays as it is. */
export function comparableText(text: string): string {
  const words = text
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
  return words.length < SHORT_CHARS ? text.trim() : words;
}
