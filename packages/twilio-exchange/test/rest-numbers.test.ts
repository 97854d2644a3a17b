import type { Exchange } from 'twilio-exchange/exchange.ts';
import { expect, test } from 'vitest';
import { startApplication, twiml } from './application.ts';
import { accountSid, caller, openExchange, rest } from './world.ts';

const numberPath = `/IncomingPhoneNumbers/PN${accountSid.slice(2)}.json`;

async function openNumber() {
  const application = await startApplication({
    '/voice': twiml('<Hangup/>'),
    '/new': twiml('<Reject/>'),
  });
  const exchange = await openExchange(application, { number: { trunkSid: 'TK1' } });
  return {
    application,
    exchange,
    async [Symbol.asyncDispose]() {
      await exchange[Symbol.asyncDispose]();
      await application[Symbol.asyncDispose]();
    },
  };
}

async function numbersOf(exchange: Exchange, path: string) {
  const listed = await (await rest(exchange, path)).json();
  return listed as { incoming_phone_numbers: object[] };
}

test.concurrent('an account lists its number with its settings', async () => {
  await using opened = await openNumber();
  const { exchange, application } = opened;
  const listed = await numbersOf(exchange, '/IncomingPhoneNumbers.json');
  expect(listed).toMatchObject({
    incoming_phone_numbers: [
      {
        sid: `PN${accountSid.slice(2)}`,
        phone_number: '+97233000000',
        voice_url: `${application.url}/voice`,
        voice_method: 'POST',
        voice_fallback_url: '',
        status_callback: '',
        trunk_sid: 'TK1',
        voice_application_sid: null,
      },
    ],
    next_page_uri: null,
  });
  const [number] = listed.incoming_phone_numbers;
  expect(await (await rest(exchange, numberPath)).json()).toEqual(number);
});

test.concurrent('a number has every field that Twilio gives it', async () => {
  await using opened = await openNumber();
  const listed = await numbersOf(opened.exchange, '/IncomingPhoneNumbers.json');
  const [number = {}] = listed.incoming_phone_numbers;
  // https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
  expect(Object.keys(number).sort()).toEqual([
    ...['account_sid', 'address_requirements', 'address_sid', 'api_version', 'beta', 'bundle_sid'],
    ...['capabilities', 'date_created', 'date_updated', 'emergency_address_sid'],
    ...['emergency_address_status', 'emergency_status', 'friendly_name', 'identity_sid', 'origin'],
    ...['phone_number', 'sid', 'sms_application_sid', 'sms_fallback_method', 'sms_fallback_url'],
    ...['sms_method', 'sms_url', 'status', 'status_callback', 'status_callback_method'],
    ...['trunk_sid', 'type', 'uri', 'voice_application_sid', 'voice_caller_id_lookup'],
    ...['voice_fallback_method', 'voice_fallback_url', 'voice_method', 'voice_receive_mode'],
    'voice_url',
  ]);
});

test.concurrent('a number is found by its digits, and another one is not', async () => {
  await using opened = await openNumber();
  const find = async (digits: string) => {
    const path = `/IncomingPhoneNumbers.json?PhoneNumber=${encodeURIComponent(digits)}`;
    return (await numbersOf(opened.exchange, path)).incoming_phone_numbers.length;
  };
  expect([await find('+97233000000'), await find('+97233000001')]).toEqual([1, 0]);
});

test.concurrent('the settings of a number apply from the next call on', async () => {
  await using opened = await openNumber();
  const { exchange, application } = opened;
  const form = { VoiceUrl: `${application.url}/new`, StatusCallback: `${application.url}/status` };
  const set = await rest(exchange, numberPath, { form });
  expect(await set.json()).toMatchObject({ voice_url: form.VoiceUrl, voice_method: 'POST' });
  await exchange.dial({ from: caller }).ended;
  expect(application.received.map(({ path }) => path)).toEqual(['/new', '/status']);
});

test.concurrent('a form with an invalid setting changes nothing', async () => {
  await using opened = await openNumber();
  const { exchange, application } = opened;
  const set = async (form: Record<string, string>) => {
    const answer = await rest(exchange, numberPath, { form });
    return { status: answer.status, ...((await answer.json()) as { code: number }) };
  };
  const elsewhere = { VoiceUrl: 'https://voice.example.com' };
  expect(await set({ ...elsewhere, StatusCallback: 'voice' })).toMatchObject({ code: 21402 });
  expect(await set({ ...elsewhere, VoiceMethod: 'PUT' })).toMatchObject({
    status: 400,
    code: 21403,
  });
  expect(await (await rest(exchange, numberPath)).json()).toMatchObject({
    voice_url: `${application.url}/voice`,
  });
});

test.concurrent('only the account reads its number, and no other number exists', async () => {
  await using opened = await openNumber();
  const { exchange } = opened;
  const stranger = await rest(exchange, numberPath, { credentials: `${accountSid}:wrong` });
  const other = await rest(exchange, `/IncomingPhoneNumbers/PN${'f'.repeat(32)}.json`);
  exchange.restFaults.set('update-number', 'too-many-requests', 1);
  const busy = await rest(exchange, numberPath, { form: {} });
  exchange.restFaults.set('list-numbers', 'server-error', 1);
  const broken = await rest(exchange, '/IncomingPhoneNumbers.json');
  expect([stranger, other, busy, broken].map(({ status }) => status)).toEqual([401, 404, 429, 500]);
});
