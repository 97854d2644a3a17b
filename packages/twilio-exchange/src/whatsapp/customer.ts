import { newSid } from '../account/account.ts';
import type { MessageFaults } from '../trouble/rest-faults.ts';
import { bodyOf, type CustomerMessage, inboundParameters } from './customer-message.ts';
import type { CustomerState, Habits } from './customer-state.ts';
import { type Posting, type PostReport, postInbound } from './inbox.ts';
import { isOnPhone, type LiveMessage, type Message } from './message.ts';
import type { Messaging } from './messaging.ts';
import type { Outbox } from './outbox.ts';

/** A customer's phone with WhatsApp on it. */
export interface Customer {
  readonly number: string;
  /** Faults of REST requests about this customer's messages; they take precedence over the channel's. */
  readonly faults: MessageFaults;
  /** Writes to the office. Several writes in a row are posted at once, as a burst. */
  write(content: CustomerMessage, posting?: Posting): Written;
  /** Posts a message again as a delivery of its own; replies in the answer are not sent. */
  repost(messageSid: string, posting?: Omit<Posting, 'parameters'>): Written;
  /** Changes the customer's habits from now on. */
  behave(habits: Partial<Habits>): void;
  /** Makes the customer's messages, and the 24-hour window that they opened, older by `ms`. */
  letPass(ms: number): void;
  /** Returns every message between the customer and the office, oldest first. */
  conversation(): readonly Message[];
  /** Settles when `count` messages of the office have reached the phone, with all that have. */
  received(count: number): Promise<readonly Message[]>;
  /** Listens to every change of every message from now on; returns the function that stops it. */
  subscribe(listener: (message: Message) => void): () => void;
}

/** A message that a customer wrote. */
export type Written = {
  readonly messageSid: string;
  /** Settles when the application has answered, or the exchange has given up. */
  readonly posted: Promise<PostReport>;
};

/** Creates the phone of a customer. */
export function createCustomer(
  messaging: Messaging,
  state: CustomerState,
  outbox: Outbox,
): Customer {
  const { book, account, apiBaseUrl, sender } = messaging;
  const { number, faults, changes } = state;
  const parametersOf = new Map<string, Readonly<Record<string, string>>>();

  const conversation = () =>
    [...book.values()].filter(({ customer }) => customer === number).map((it) => ({ ...it }));

  function toMessage(content: CustomerMessage): LiveMessage {
    const files = 'media' in content ? content.media : [];
    const now = Date.now();
    return {
      messageSid: newSid(files.length > 0 ? 'MM' : 'SM'),
      direction: 'inbound',
      customer: number,
      body: bodyOf(content),
      media: files.map((file) => ({ ...file, mediaSid: newSid('ME') })),
      mediaUrls: [],
      place: 'location' in content ? content.location : undefined,
      repliesTo: content.repliesTo,
      createdAt: now,
      updatedAt: now,
      status: 'received',
    };
  }

  const post = (messageSid: string, { switches, afterMs }: Posting) => {
    const parameters = parametersOf.get(messageSid);
    if (!parameters) throw new Error(`This customer has not written ${messageSid}.`);
    return postInbound(messaging, { messageSid, customer: state, parameters, switches, afterMs });
  };

  async function postAndAnswer(messageSid: string, posting: Posting): Promise<PostReport> {
    const report = await post(messageSid, posting);
    for (const reply of report.replies) {
      outbox.send({ ...reply, customer: state, direction: 'outbound-reply' });
    }
    return report;
  }

  return {
    number,
    faults,
    write(content, posting = {}) {
      const message = toMessage(content);
      const { messageSid } = message;
      const { profileName } = state.habits;
      const original = book.get(content.repliesTo ?? '');
      const facts = { account, apiBaseUrl, office: sender.phoneNumber, profileName, original };
      book.set(messageSid, message);
      const parameters = inboundParameters(message, content, facts);
      parametersOf.set(messageSid, { ...parameters, ...posting.parameters });
      state.windowOpenedAt = message.createdAt;
      changes.publish({ ...message });
      return { messageSid, posted: postAndAnswer(messageSid, posting) };
    },
    repost: (messageSid, posting = {}) => ({ messageSid, posted: post(messageSid, posting) }),
    behave(habits) {
      state.habits = { ...state.habits, ...habits };
    },
    letPass(ms) {
      state.windowOpenedAt -= ms;
      for (const message of book.values()) {
        if (message.customer !== number || message.direction !== 'inbound') continue;
        message.createdAt -= ms;
        message.updatedAt -= ms;
      }
    },
    conversation,
    received(count) {
      const { promise, resolve } = Promise.withResolvers<readonly Message[]>();
      const check = () => {
        const shown = conversation().filter(isOnPhone);
        if (shown.length < count) return;
        stop();
        resolve(shown);
      };
      const stop = changes.subscribe(check);
      check();
      return promise;
    },
    subscribe: changes.subscribe,
  };
}
