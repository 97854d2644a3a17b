import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROBE_CALLER } from '#shared/domain/calls/probe.ts';
import { fromOfficeTime, officeDay } from '#shared/domain/office/office-day.ts';
import { type OfficeSettings, weekdays } from '#shared/domain/office/office-settings.ts';
import { openVoicemailTask, tellVoicemail } from '#shared/office/voicemail-task.ts';
import { type Functions, openFunctions } from '../functions.ts';
import { officeOf } from '../office/office-of.ts';
import { callFields, newSid } from '../twilio-requests.ts';

let functions: Functions;
beforeAll(async () => {
  // No Twilio answers, so no voicemail can be fetched.
  functions = await openFunctions('http://127.0.0.1:9');
});
afterAll(() => functions[Symbol.asyncDispose]());

/** Opens a call whose caller leaves a voicemail, and hears the thanks. */
async function thanked(change: Record<string, string> = {}) {
  const fields = callFields(change);
  await functions.post('incoming-call', fields);
  const recordingSid = newSid('RE');
  const thanks = () =>
    functions.post('handle-recording', {
      ...fields,
      CallStatus: 'in-progress',
      RecordingUrl: `https://api.twilio.com/Recordings/${recordingSid}`,
    });
  expect((await thanks()).body).toContain('<Hangup/>');
  return { name: { callSid: fields.CallSid, recordingSid }, fields, thanks };
}
const tasksOf = async (callSid: string) =>
  (await functions.parts.tasks.allOpen()).filter(({ source_sid }) => source_sid === callSid);

describe('a voicemail', () => {
  test('is a task of the office once its caller hears the thanks, however often Twilio posts', async () => {
    const { name, fields, thanks } = await thanked();
    await thanks();
    const tasks = await tasksOf(name.callSid);
    expect(tasks).toMatchObject([
      { kind: 'message_left', contact: fields['From'], words: 'השאירו הודעה קולית' },
    ]);
  });

  test('is the task of the lead’s broker, due once the office is open', async () => {
    const From = '+972507654321';
    await functions.parts.leads.assign(From, { to: 'p7' }, { source: 'phone', at: 1 });
    const fields = callFields({ From });
    await functions.post('incoming-call', fields);
    const recordingSid = newSid('RE');
    const never = Object.fromEntries(weekdays.map((day) => [day, null]));
    const opensOn = officeDay(Date.now() + 3 * 24 * 3_600_000);
    const office = officeOf({
      hours: never as OfficeSettings['hours'],
      own_dates: [{ day: opensOn, hours: { from: '10:00', to: '12:00' } }],
    });
    const RecordingUrl = `https://api.twilio.com/Recordings/${recordingSid}`;
    const ended = { ...fields, CallStatus: 'in-progress', RecordingUrl };
    await functions.post('handle-recording', ended, '', { office });
    expect(await tasksOf(fields.CallSid)).toMatchObject([
      { assigned_to: 'p7', due_at: fromOfficeTime(`${opensOn}T10:00`) },
    ]);
  });

  test('is a task also if only its status comes, before it can be fetched', async () => {
    const fields = callFields();
    await functions.post('incoming-call', fields);
    const recorded = { CallSid: fields.CallSid, RecordingSid: newSid('RE') };
    await functions.post('recording-status', { ...recorded, RecordingStatus: 'completed' });
    expect(await tasksOf(fields.CallSid)).toMatchObject([{ kind: 'message_left' }]);
  });

  test('that was not recorded is no task', async () => {
    const fields = callFields();
    await functions.post('incoming-call', fields);
    const recorded = { CallSid: fields.CallSid, RecordingSid: newSid('RE') };
    await functions.post('recording-status', { ...recorded, RecordingStatus: 'absent' });
    expect(await tasksOf(fields.CallSid)).toEqual([]);
  });

  test.each([
    ['0', []],
    ['1', [{ kind: 'message_left' }]],
  ])(
    'of a caller who hung up at the beep, %s seconds long, is these tasks: %j',
    async (seconds, tasks) => {
      const fields = callFields();
      await functions.post('incoming-call', fields);
      await functions.post('handle-recording', {
        ...fields,
        CallStatus: 'completed',
        RecordingUrl: `https://api.twilio.com/Recordings/${newSid('RE')}`,
        RecordingDuration: seconds,
        Digits: 'hangup',
      });
      expect(await tasksOf(fields.CallSid)).toMatchObject(tasks);
    },
  );

  test('of two seconds in which nothing was said is taken back, a longer one stays', async () => {
    for (const [isShort, left] of [
      [true, 0],
      [false, 1],
    ] as const) {
      const { name } = await thanked();
      await tellVoicemail(functions.parts.tasks, name, { text: '', contact: undefined, isShort });
      expect(await tasksOf(name.callSid)).toHaveLength(left);
    }
  });

  test('that tells of an urgent matter is urgent, and due at once', async () => {
    const { name } = await thanked();
    const text = 'יש לי מים מהתקרה';
    await tellVoicemail(functions.parts.tasks, name, { text, contact: undefined, isShort: false });
    const [task] = await tasksOf(name.callSid);
    expect(task).toMatchObject({ words: text, urgent: true });
    expect(task?.due_at).toBeLessThanOrEqual(Date.now());
  });

  test('of a check of the deployment, or of an erased call, is no task', async () => {
    const { name } = await thanked({ From: PROBE_CALLER });
    expect(await tasksOf(name.callSid)).toEqual([]);
    const erased = { call_sid: newSid('CA'), erased_at: 1, created_at: 1, updated_at: 1 };
    const gone = { callSid: erased.call_sid, recordingSid: newSid('RE') };
    await openVoicemailTask(functions.parts, gone, erased);
    expect(await tasksOf(gone.callSid)).toEqual([]);
  });

  test('tells its words later, and its caller where Twilio named them late', async () => {
    const { name } = await thanked();
    const text = 'תחזרו אליי בבקשה';
    await tellVoicemail(functions.parts.tasks, name, {
      text,
      contact: '+972501112222',
      isShort: false,
    });
    expect(await tasksOf(name.callSid)).toMatchObject([{ words: text, contact: '+972501112222' }]);
  });

  test('of a withheld caller names the number that they dictated', async () => {
    const { name } = await thanked({ From: '+266696687' });
    const text = 'כאן משה, אפס חמישים וארבע, שתיים שלוש שבע, ארבע אחת תשע שמונה';
    await tellVoicemail(functions.parts.tasks, name, { text, contact: undefined, isShort: false });
    const [task] = await tasksOf(name.callSid);
    expect(task).toMatchObject({ words: text, phone: '+972542374198' });
    expect(task).not.toHaveProperty('contact');
  });

  test('in which nobody spoke says so, and changes no task that is done', async () => {
    const { name } = await thanked();
    await tellVoicemail(functions.parts.tasks, name, {
      text: ' ',
      contact: undefined,
      isShort: false,
    });
    const [task] = await tasksOf(name.callSid);
    expect(task?.words).toBe('השאירו הודעה קולית בלי מילים');
    await functions.parts.tasks.done(task?.id ?? '', 'office', 1);
    await tellVoicemail(functions.parts.tasks, name, {
      text: 'שלום',
      contact: undefined,
      isShort: false,
    });
    expect(await functions.parts.tasks.find(task?.id ?? '')).toMatchObject({ words: task?.words });
  });
});
