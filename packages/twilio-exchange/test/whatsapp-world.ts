import twilio from 'twilio';
import { createExchange, type ExchangeOptions } from 'twilio-exchange/exchange.ts';
import type { Habits } from 'twilio-exchange/whatsapp/customer-state.ts';
import type { Message } from 'twilio-exchange/whatsapp/message.ts';
import type { WhatsAppSender } from 'twilio-exchange/whatsapp/sender.ts';
import { type Answer, type Received, startApplication, twiml } from './application.ts';
import { accountSid, authToken, rest } from './world.ts';

export const office = '+97233000001';
export const reminder = `HX${'1'.repeat(32)}`;
/** The last statuses of a message. */
const ENDS = ['read', 'failed', 'undelivered'];

type Options = Pick<ExchangeOptions, 'switches'> & {
  readonly sender?: Partial<WhatsAppSender>;
  readonly habits?: Partial<Habits>;
};

/** Opens an application that answers messages, and a customer who writes to it. */
export async function openChat(
  inbound: Answer | ((request: Received) => Answer | Promise<Answer>) = twiml(),
  { switches = {}, sender = {}, habits = {} }: Options = {},
) {
  const application = await startApplication({ '/inbound': inbound, '/status': { status: 204 } });
  const exchange = await createExchange({
    accountSid,
    authToken,
    switches,
    number: { phoneNumber: '+97233000000', voiceUrl: `${application.url}/voice` },
    whatsApp: {
      phoneNumber: office,
      inboundUrl: `${application.url}/inbound`,
      templates: [{ contentSid: reminder, body: 'תזכורת: ביקור ב{{1}} בשעה {{2}}.' }],
      ...sender,
    },
  });
  const customer = exchange.whatsApp.customer('+972501234567', habits);
  const client = twilio(accountSid, authToken);
  client.api.baseUrl = exchange.apiBaseUrl;
  client.messaging.baseUrl = exchange.apiBaseUrl;
  const [to, from] = [`whatsapp:${customer.number}`, `whatsapp:${office}`];
  const statusCallback = `${application.url}/status?id=ours`;
  return {
    application,
    exchange,
    customer,
    client,
    to,
    from,
    statusCallback,
    /** Sends a message over REST, as form fields. */
    post: (form: Record<string, string>) =>
      rest(exchange, '/Messages.json', { form: { To: to, From: from, ...form } }),
    /** Settles when a message has its last status. */
    ended(messageSid: string): Promise<Message> {
      return new Promise((resolve) => {
        const check = () => {
          const message = customer.conversation().find((it) => it.messageSid === messageSid);
          if (!message || !ENDS.includes(message.status)) return;
          stop();
          resolve(message);
        };
        const stop = customer.subscribe(check);
        check();
      });
    },
    /** Returns the office's messages, oldest first. */
    written: () => customer.conversation().filter(({ direction }) => direction !== 'inbound'),
    async [Symbol.asyncDispose]() {
      await exchange[Symbol.asyncDispose]();
      await application[Symbol.asyncDispose]();
    },
  };
}

/** A template that WhatsApp approved, filled in. */
export const template = {
  contentSid: reminder,
  contentVariables: JSON.stringify({ 1: 'הרצל 5', 2: '17:00' }),
};
