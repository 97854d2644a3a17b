import { createSubscription } from '../account/subscription.ts';
import { createFaults } from '../trouble/fault-queue.ts';
import type { MessageFaults } from '../trouble/rest-faults.ts';
import { type Customer, createCustomer } from './customer.ts';
import type { CustomerState, Habits } from './habits.ts';
import { createMediaHost } from './media-host.ts';
import {
  answerAboutMessages,
  answerTyping,
  type MessageDesk,
  type MessageRequest,
} from './message-requests.ts';
import type { Messaging } from './messaging.ts';
import { createOutbox } from './outbox.ts';

/** WhatsApp around the account's sender. */
export interface WhatsApp {
  /** The phone of a customer, the same one for the same number (E.164); it opens with its habits, or changes them. */
  customer(number: string, habits?: Partial<Habits>): Customer;
  /** What the REST API does when asked about anybody's messages; set and cleared while it runs. */
  readonly faults: MessageFaults;
}

/** WhatsApp as the exchange runs it. */
export interface WhatsAppChannel extends AsyncDisposable {
  readonly whatsApp: WhatsApp;
  readonly answer: (request: MessageRequest) => ReturnType<typeof answerAboutMessages>;
  readonly answerTyping: (form: URLSearchParams) => ReturnType<typeof answerTyping>;
}

const ordinary: Habits = {
  profileName: 'דנה כהן',
  receives: 'read',
  refusal: undefined,
  switches: {},
};

/** Opens the channel between the application and its customers. */
export async function openWhatsApp(messaging: Messaging): Promise<WhatsAppChannel> {
  const mediaHost = await createMediaHost(messaging.errors);
  const outbox = createOutbox(messaging);
  const faults: MessageFaults = createFaults();
  const customers = new Map<string, { state: CustomerState; phone: Customer }>();

  function find(number: string) {
    const known = customers.get(number);
    if (known) return known;
    const state: CustomerState = {
      number,
      faults: createFaults(),
      changes: createSubscription(),
      habits: ordinary,
      windowOpenedAt: Number.NEGATIVE_INFINITY,
    };
    const customer = { state, phone: createCustomer(messaging, state, outbox) };
    customers.set(number, customer);
    return customer;
  }

  const stateOf = (number: string) => find(number).state;
  const desk: MessageDesk = { messaging, outbox, mediaHost, faults, stateOf };
  return {
    whatsApp: {
      customer(number, habits) {
        const { phone } = find(number);
        if (habits) phone.behave(habits);
        return phone;
      },
      faults,
    },
    answer: (request) => answerAboutMessages(request, desk),
    answerTyping: (form) => answerTyping(form, desk),
    [Symbol.asyncDispose]: () => mediaHost[Symbol.asyncDispose](),
  };
}
