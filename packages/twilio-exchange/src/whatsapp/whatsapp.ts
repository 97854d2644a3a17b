import { createSubscription } from '../account/subscription.ts';
import { createFaults } from '../trouble/fault-queue.ts';
import type { MessageFaults } from '../trouble/rest-faults.ts';
import { type Customer, createCustomer } from './customer.ts';
import type { CustomerState, Habits } from './customer-state.ts';
import { createMediaHost } from './media-host.ts';
import {
  answerAboutMessages,
  answerTyping,
  type MessageRequest,
  type MessagingParts,
} from './message-api.ts';
import type { Messaging } from './messaging.ts';
import { createOutbox } from './outbox.ts';

/** The customers of the account's WhatsApp sender. */
export interface WhatsApp {
  /** Returns the phone of a customer by its number in E.164; given habits replace the customer's. */
  customer(number: string, habits?: Partial<Habits>): Customer;
  /** Faults of REST requests about the messages of any customer; set and cleared while the exchange runs. */
  readonly faults: MessageFaults;
}

/** The channel as the exchange runs it. */
export interface WhatsAppChannel extends AsyncDisposable {
  readonly whatsApp: WhatsApp;
  readonly answer: (request: MessageRequest) => ReturnType<typeof answerAboutMessages>;
  readonly answerTyping: (form: URLSearchParams) => ReturnType<typeof answerTyping>;
}

const defaultHabits: Habits = {
  profileName: 'דנה כהן',
  receives: 'read',
  refusal: undefined,
  takesMarketing: true,
  switches: {},
};

/** Opens the channel between the application and its customers. Its media host has a port of its own. */
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
      habits: defaultHabits,
      windowOpenedAt: Number.NEGATIVE_INFINITY,
    };
    const customer = { state, phone: createCustomer(messaging, state, outbox) };
    customers.set(number, customer);
    return customer;
  }

  const stateOf = (number: string) => find(number).state;
  const parts: MessagingParts = { messaging, outbox, mediaHost, faults, stateOf };
  return {
    whatsApp: {
      customer(number, habits) {
        const { phone } = find(number);
        if (habits) phone.behave(habits);
        return phone;
      },
      faults,
    },
    answer: (request) => answerAboutMessages(request, parts),
    answerTyping: (form) => answerTyping(form, parts),
    [Symbol.asyncDispose]: () => mediaHost[Symbol.asyncDispose](),
  };
}
