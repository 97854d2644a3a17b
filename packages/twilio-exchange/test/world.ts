import { toWav } from '@agent-locator/audio/wav.ts';
import type { PhoneCall } from 'twilio-exchange/call/phone-call.ts';
import { createExchange, type Exchange, type ExchangeOptions } from 'twilio-exchange/exchange.ts';
import type { LineEvent } from 'twilio-exchange/line/line-event.ts';
import { tone } from 'twilio-exchange/line/tone.ts';
import type { PhoneNumber } from 'twilio-exchange/webhook/phone-number.ts';
import type { Application } from './application.ts';

export const accountSid = `AC${'0'.repeat(31)}1`;
export const authToken = 'a token for tests';
export const caller = '+972501234567';

/** Opens an exchange whose number is answered by the application's `/voice`. */
export function openExchange(
  application: Application,
  options: { number?: Partial<PhoneNumber> } & Pick<ExchangeOptions, 'switches' | 'office'> = {},
): Promise<Exchange> {
  return createExchange({
    accountSid,
    authToken,
    ...options,
    number: {
      phoneNumber: '+97233000000',
      voiceUrl: `${application.url}/voice`,
      ...options.number,
    },
  });
}

/** Settles with the next event of a type. */
export function happened<Type extends LineEvent['type']>(
  call: PhoneCall,
  type: Type,
): Promise<Extract<LineEvent, { type: Type }>> {
  return new Promise((resolve) => {
    const stop = call.subscribe((event) => {
      if (event.type !== type) return;
      stop();
      resolve(event as Extract<LineEvent, { type: Type }>);
    });
  });
}

/** Settles after `frames` more frames of the call. */
export function listened(call: PhoneCall, frames: number): Promise<void> {
  let left = frames;
  return new Promise((resolve) => {
    const stop = call.subscribe(({ type }) => {
      if (type !== 'heard' || --left > 0) return;
      stop();
      resolve();
    });
  });
}

/** Returns an answer with a tone as WAV. */
export function toneFile(durationMs: number) {
  return { headers: { 'Content-Type': 'audio/x-wav' }, body: toWav(tone(440, durationMs)) };
}

/** Makes a request to the exchange's REST API, with the account's credentials by default. */
export function rest(
  exchange: Exchange,
  path: string,
  { form, method, redirect, credentials = `${accountSid}:${authToken}` }: RestRequest = {},
): Promise<Response> {
  return fetch(`${exchange.apiBaseUrl}/2010-04-01/Accounts/${accountSid}${path}`, {
    method: method ?? (form ? 'POST' : 'GET'),
    headers: { Authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    ...(form && { body: new URLSearchParams(form) }),
    ...(redirect && { redirect }),
  });
}

type RestRequest = {
  form?: Record<string, string>;
  method?: string;
  redirect?: 'manual';
  credentials?: string;
};
