import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { twilioMessaging } from '#shared/adapters/twilio/messaging.ts';
import { twilioRest } from '#shared/adapters/twilio/rest.ts';
import { VendorFailed } from '#shared/errors.ts';
import { newContact } from '../messages/whatsapp-world.ts';
import { openTwilioMessages } from './twilio-messages.ts';

const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'secret' };
const template = {
  templateSid: `HX${'1'.repeat(32)}`,
  variables: { 1: 'דנה', 2: 'יום שני, 11:30' },
};

let twilio: Awaited<ReturnType<typeof openTwilioMessages>>;
beforeEach(async () => {
  twilio = await openTwilioMessages(account);
});
afterEach(() => twilio[Symbol.asyncDispose]());

function messaging(twilioAuthToken = account.authToken) {
  const { accountSid } = account;
  const rest = twilioRest({ accountSid, apiBaseUrl: twilio.url }, { twilioAuthToken });
  return twilioMessaging({ rest, publicBaseUrl: 'https://a.example', sender: '+97233000001' });
}

describe('a message of ours', () => {
  test('carries our name for it in its callback', async () => {
    const to = newContact();
    const sent = await messaging().send({ id: 'viewing-7', to, text: 'שלום' });
    expect(twilio.sentTo(to)).toEqual([
      {
        sid: (sent as { sid: string }).sid,
        to: `whatsapp:${to}`,
        body: 'שלום',
        callback: 'https://a.example/webhook/whatsapp/status?id=viewing-7',
        contentSid: null,
      },
    ]);
  });

  test('has no halves of characters, also in a template', async () => {
    const to = newContact();
    const half = '🏠'.slice(0, 1);
    await messaging().send({ id: '1', to, text: `בית${half}` });
    await messaging().send({ id: '2', to, ...template, variables: { 1: `דנה${half}`, 2: '🏠' } });
    expect(twilio.sentTo(to).map(({ body }) => body)).toEqual(['בית', '{"1":"דנה","2":"🏠"}']);
  });

  test('may be a template with what is put into it', async () => {
    const to = newContact();
    await messaging().send({ id: '1', to, ...template });
    expect(twilio.sentTo(to)).toMatchObject([
      { contentSid: template.templateSid, body: JSON.stringify(template.variables) },
    ]);
  });

  test('that is a template is known again by what was put into it', async () => {
    const to = newContact();
    twilio.answerSends('takes-unanswered');
    const sent = await messaging().send({ id: '1', to, ...template });
    expect(twilio.sentTo(to)).toEqual([expect.objectContaining(sent)]);
  });

  test('that may have been sent before is looked for first', async () => {
    const to = newContact();
    const first = await messaging().send({ id: '1', to, text: 'שלום' });
    const again = { id: '1', to, text: ' שלום\n', triedSince: Date.now() - 60_000 };
    expect(await messaging().send(again)).toEqual(first);
    await messaging().send({ ...again, text: 'להתראות' });
    expect(twilio.sentTo(to).map(({ body }) => body)).toEqual(['שלום', 'להתראות']);
  });

  test('that was sent long before is not mistaken for one that is to be sent now', async () => {
    const to = newContact();
    await messaging().send({ id: '1', to, text: 'שלום' });
    await messaging().send({ id: '2', to, text: 'שלום', triedSince: Date.now() + 60_000 });
    expect(twilio.sentTo(to)).toHaveLength(2);
  });

  test('is told apart from one that was refused', async () => {
    twilio.answerSends(21_610);
    expect(await messaging().send({ id: '1', to: newContact(), text: 'שלום' })).toEqual({
      refused: 21_610,
    });
  });

  test('is not marked as refused where Twilio rejects our credentials', async () => {
    const sending = messaging('wrong').send({ id: '1', to: newContact(), text: 'שלום' });
    await expect(sending).rejects.toThrow('twilio: refused the credentials: 401');
  });

  test('is given up where Twilio takes none, and was not sent', async () => {
    const to = newContact();
    twilio.answerSends('fails', 'busy', 'fails');
    await expect(messaging().send({ id: '1', to, text: 'שלום' })).rejects.toThrow(VendorFailed);
    expect(twilio.sentTo(to)).toEqual([]);
  });
});
