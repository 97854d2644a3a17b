import { once, setMaxListeners } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CallFacts } from './account/call-parameters.ts';
import { createErrorLog, type ExchangeError } from './account/error-log.ts';
import { createRecordings } from './account/recordings.ts';
import { type Call, placeCall } from './call/call.ts';
import type { PhoneCall } from './call/phone-call.ts';
import { createAudioLibrary } from './line/audio-library.ts';
import type { LineSound } from './line/line-sound.ts';
import { createRestApi } from './rest/rest-api.ts';
import type { CallTrouble } from './trouble/call-trouble.ts';
import { createRestFaults, type RestFaults } from './trouble/rest-faults.ts';
import { defaultSwitches, type Switches } from './trouble/switches.ts';
import { defaultOffice, type Office } from './twiml/verbs/office.ts';
import type { PhoneNumber } from './webhook/phone-number.ts';
import type { WebhookAttempt } from './webhook/webhook.ts';
import type { WhatsAppSender } from './whatsapp/sender.ts';
import { openWhatsApp, type WhatsApp } from './whatsapp/whatsapp.ts';

/**
 * Twilio on loopback: it calls the application, runs its TwiML and serves the REST API.
 * @see https://www.twilio.com/docs/voice/twiml
 * @see https://www.twilio.com/docs/voice/media-streams
 * @see https://www.twilio.com/docs/whatsapp
 */
export interface Exchange extends AsyncDisposable {
  /** The address that stands for `https://api.twilio.com` and `https://messaging.twilio.com`. */
  readonly apiBaseUrl: string;
  /** Places a call to the number. */
  dial(options: DialOptions): PhoneCall;
  /** The customers on WhatsApp, and the faults of their messages. */
  readonly whatsApp: WhatsApp;
  /** Faults of REST requests about any call or number; set and cleared while the exchange runs. */
  readonly restFaults: RestFaults;
  /** The account's debugger. */
  readonly errors: readonly ExchangeError[];
}

export type DialOptions = {
  /** The caller's number in E.164. */
  readonly from: string;
  /** The line that forwarded the call; carriers tell it of some calls. */
  readonly forwardedFrom?: string;
  readonly switches?: Partial<Switches>;
  readonly office?: Partial<Office>;
  /** Faults around this call. */
  readonly trouble?: CallTrouble;
  readonly sound?: LineSound;
  /** Hears of every webhook of this call with its answer, which the call's events leave out. */
  readonly onWebhook?: (attempt: WebhookAttempt) => void;
};

export type ExchangeOptions = {
  readonly accountSid: string;
  readonly authToken: string;
  /** The port of the REST API on 127.0.0.1; 0 for any free port. */
  readonly port?: number;
  readonly number: PhoneNumber;
  /** The account's WhatsApp sender; without one the number receives messages that are not posted. */
  readonly whatsApp?: WhatsAppSender;
  readonly switches?: Partial<Switches>;
  /** The behaviour of the phone that `<Dial>` rings. */
  readonly office?: Partial<Office>;
};

/** Opens an exchange with one account, one number and one WhatsApp sender. */
export async function createExchange(options: ExchangeOptions): Promise<Exchange> {
  const { accountSid, authToken, port = 0 } = options;
  const number = { ...options.number };
  const account = { accountSid, authToken };
  const closing = new AbortController();
  const { signal } = closing;
  // Every waiting call listens to it.
  setMaxListeners(0, signal);
  const calls = new Map<string, Call>();
  const directory = new Map<string, CallFacts>();
  const errors = createErrorLog();
  const recordings = createRecordings(signal);
  const restFaults = createRestFaults();
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const apiBaseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const channel = await openWhatsApp({
    account,
    apiBaseUrl,
    sender: options.whatsApp ?? { phoneNumber: number.phoneNumber },
    switches: options.switches ?? {},
    errors,
    book: new Map(),
    signal,
  });
  server.on(
    'request',
    createRestApi({
      account,
      number,
      calls,
      directory,
      recordings,
      faults: restFaults,
      messages: channel,
    }),
  );
  const audioLibrary = createAudioLibrary();
  const premises = {
    account,
    apiBaseUrl,
    number,
    errors,
    recordings,
    directory,
    audioLibrary,
    signal,
  };

  return {
    apiBaseUrl,
    errors: errors.entries,
    restFaults,
    whatsApp: channel.whatsApp,
    dial({ from, forwardedFrom, switches, office, trouble = {}, sound = {}, onWebhook }) {
      const call = placeCall(premises, {
        from,
        forwardedFrom,
        switches: { ...defaultSwitches, ...options.switches, ...switches },
        office: { ...defaultOffice, ...options.office, ...office },
        trouble,
        sound,
        onWebhook,
      });
      calls.set(call.phone.callSid, call);
      return call.phone;
    },
    async [Symbol.asyncDispose]() {
      if (signal.aborted) return;
      closing.abort();
      for (const call of calls.values()) call.hangUp('exchange');
      await Promise.all(Array.from(calls.values(), (call) => call.phone.ended));
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await channel[Symbol.asyncDispose]();
    },
  };
}
