import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decideDialEnded } from '#shared/domain/calls/dial-ended.ts';
import { defaultSettings, weekdays } from '#shared/domain/office/office-settings.ts';
import { type Functions, openFunctions } from '../functions.ts';
import { officeOf } from '../office/office-of.ts';
import { callFields } from '../twilio-requests.ts';

let functions: Functions;
beforeAll(async () => {
  functions = await openFunctions('http://127.0.0.1:9');
});
afterAll(() => functions[Symbol.asyncDispose]());

/** Opens a call and has it handed over. */
async function handedOver(change: Record<string, string> = {}) {
  const fields = callFields(change);
  await functions.post('incoming-call', fields);
  await functions.parts.calls.intend(fields.CallSid, 1, 'human');
  const { body } = await functions.post('stream-ended', inProgress(fields), 'gen=1');
  expect(body).toContain('<Dial ');
  return fields;
}
const inProgress = <Fields extends object>(fields: Fields) => ({
  ...fields,
  CallStatus: 'in-progress',
});
const owed = (contact: unknown) => functions.parts.tasks.ofContact(String(contact));

describe('the whisper', () => {
  const whisper = async (change = {}) =>
    (await functions.post('dial-whisper', inProgress(callFields(change)))).body;

  test('asks for a key, in Hebrew, and hangs up without one', async () => {
    const body = await whisper();
    expect(body).toMatch(
      /^<\?xml[^>]*><Response><Gather numDigits="1" timeout="4" action="[^"]+">/,
    );
    expect(body).toContain('הקישו אחת');
    expect(body).toMatch(/<\/Gather><Hangup\/><\/Response>$/);
  });

  test('ends with the key 1, so that the two are connected, and is said again after any other', async () => {
    expect(await whisper({ Digits: '1' })).toContain('<Response/>');
    expect(await whisper({ Digits: '2' })).toBe(await whisper());
  });
});

describe('a hand-over', () => {
  test('that a person took ends the call, and nobody owes a call', async () => {
    const fields = await handedOver();
    const told = { ...inProgress(fields), DialCallStatus: 'completed', DialBridged: 'true' };
    expect((await functions.post('dial-ended', told)).body).toContain('<Hangup/>');
    expect(await owed(fields['From'])).toEqual([]);
  });

  test.each([
    ['voicemail picked up', { DialCallStatus: 'completed', DialBridged: 'false' }],
    ['the office was busy', { DialCallStatus: 'busy', DialBridged: 'false' }],
    ['the office did not answer', { DialCallStatus: 'no-answer', DialBridged: 'false' }],
  ])('gives the caller back to the agent where %s, and the office owes a call', async (_, dial) => {
    const fields = await handedOver();
    const { body } = await functions.post('dial-ended', { ...inProgress(fields), ...dial });
    expect(body).toContain('<Connect ');
    // Twilio may post twice.
    await functions.post('dial-ended', { ...inProgress(fields), ...dial });
    expect(await owed(fields['From'])).toMatchObject([
      {
        kind: 'hand_over_missed',
        words: 'ביקשו לדבר עם נציג, והמשרד לא ענה',
        state: 'open',
        source_sid: fields.CallSid,
      },
    ]);
  });

  test('does not ring the office while it is closed: the caller leaves a voicemail', async () => {
    const fields = callFields();
    await functions.post('incoming-call', fields);
    await functions.parts.calls.intend(fields.CallSid, 1, 'human');
    const closed = { ...defaultSettings.hours };
    for (const day of weekdays) closed[day] = null;
    const office = officeOf({ hours: closed });
    const { body } = await functions.post('stream-ended', inProgress(fields), 'gen=1', { office });
    expect(body).toContain('<Record ');
  });

  test('of a caller who hung up while it rang leaves a task too', async () => {
    const fields = await handedOver();
    const gone = { ...fields, CallStatus: 'completed', DialCallStatus: 'canceled' };
    expect((await functions.post('dial-ended', gone)).body).toContain('<Response/>');
    expect(await owed(fields['From'])).toMatchObject([{ kind: 'hand_over_missed' }]);
  });

  test('of a withheld number goes back to the agent all the same', async () => {
    const fields = await handedOver({ From: '+266696687' });
    const told = { ...inProgress(fields), DialCallStatus: 'no-answer' };
    expect((await functions.post('dial-ended', told)).body).toContain('<Connect ');
    const open = await functions.parts.tasks.allOpen();
    expect(open.find(({ source_sid }) => source_sid === fields.CallSid)).toMatchObject({
      kind: 'hand_over_missed',
    });
  });

  test('counts as taken where Twilio does not say whether it was connected', () => {
    const dial = { call: undefined, callStatus: 'in-progress', dialCallStatus: 'completed', at: 0 };
    expect(decideDialEnded(dial)).toEqual({ answer: 'hang-up' });
  });
});
