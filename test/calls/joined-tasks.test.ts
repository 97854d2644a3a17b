import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Task } from '#shared/domain/office/task.ts';
import { openMissedHandOver } from '#shared/office/missed-hand-over.ts';
import { openVoicemailTask, tellVoicemail } from '#shared/office/voicemail-task.ts';
import { type Functions, openFunctions } from '../functions.ts';
import { callFields, newSid } from '../twilio-requests.ts';

let functions: Functions;
beforeAll(async () => {
  functions = await openFunctions('http://127.0.0.1:9');
  // The first reading of the store takes longer than a caller may wait.
  await functions.parts.tasks.ofContact('+972500000000');
});
afterAll(() => functions[Symbol.asyncDispose]());

let callers = 0;
/** A caller of their own, and a call of theirs with the tasks that it has by now. */
async function callWith(tasks: Partial<Task>[], change: Record<string, string> = {}) {
  callers += 1;
  const fields = callFields({ From: `+9725020${String(callers).padStart(5, '0')}`, ...change });
  await functions.post('incoming-call', fields);
  const { CallSid: callSid, From } = fields;
  const contact = String(From).startsWith('+972') ? String(From) : undefined;
  const at = Date.now() - 60_000;
  for (const task of tasks) {
    await functions.parts.tasks.open({
      ...{ kind: 'maintenance', contact, due_at: at, state: 'open', channel: 'phone' },
      ...{ source_sid: callSid, created_at: at, updated_at: at },
      id: `${callSid}-maintenance`,
      ...task,
    });
  }
  const call = await functions.parts.calls.find(callSid);
  if (!call) throw new Error('no call');
  const missed = (wish = {}) =>
    openMissedHandOver(
      functions.parts,
      { ...call, wish, hand_over: { phones: ['+1'], at } },
      { at: Date.now() },
    );
  const name = { callSid, recordingSid: newSid('RE') };
  const voicemail = () => openVoicemailTask(functions.parts, name, call);
  const told = (text: string, isShort = false) =>
    tellVoicemail(functions.parts.tasks, name, { text, contact, isShort });
  const all = async () =>
    (await functions.parts.tasks.allOpen()).filter(({ source_sid }) => source_sid === callSid);
  return { callSid, contact, at, missed, voicemail, told, all };
}
const leak = { urgent: true, words: 'נזילה מהתקרה, ויצמן 4' } as const;

describe('the deeds of one call about one matter', () => {
  test('are one task: the leak, the hand-over that nobody took, and the voicemail', async () => {
    const { missed, voicemail, told, all, at } = await callWith([leak]);
    // Twilio and the retries tell of each deed several times.
    for (const deed of [missed, missed, voicemail, missed, voicemail]) await deed();
    await told('תחזרו אליי מהר; אני בבית');
    await voicemail();
    const [task, ...others] = await all();
    expect(others).toEqual([]);
    expect(task).toMatchObject({ kind: 'maintenance', urgent: true, due_at: at });
    expect(task?.words).toBe(
      'נזילה מהתקרה, ויצמן 4; ביקשו לדבר עם נציג, והמשרד לא ענה; הודעה קולית: תחזרו אליי מהר; אני בבית',
    );
  });

  test('of a withheld number are one task, too, with the number that they dictate', async () => {
    const { missed, voicemail, told, all } = await callWith([leak], { From: '+266696687' });
    await missed();
    await voicemail();
    await told('אפס חמישים וארבע, שתיים שלוש שבע, ארבע אחת תשע שמונה');
    expect(await all()).toMatchObject([{ kind: 'maintenance', phone: '+972542374198' }]);
  });

  test('keep the earlier due time, and become urgent by the words of the last', async () => {
    const due_at = Date.now() + 3_600_000;
    const { missed, all } = await callWith([{ words: 'ברז מטפטף', due_at }]);
    await missed({ reason: 'ריח גז' });
    const [task] = await all();
    expect(task).toMatchObject({ urgent: true, words: expect.stringContaining('ריח גז') });
    expect(task?.due_at).toBeLessThan(due_at);
  });

  test('lose the line of a voicemail in which nothing was said', async () => {
    const { voicemail, told, all } = await callWith([leak]);
    await voicemail();
    await told('', true);
    expect(await all()).toMatchObject([{ words: leak.words }]);
  });

  test.each<[string, Partial<Task>, object?]>([
    ['of another call', { ...leak, source_sid: newSid('CA') }],
    ['about another number to call', { ...leak, phone: '+972521112233' }],
    [
      'of another person than the one asked for',
      { ...leak, assigned_to: 'p1' },
      { broker_id: 'p2' },
    ],
    ['of an appointed call', { kind: 'call_back', due_at: Date.now() + 86_400_000 }],
    ['of a viewing', { kind: 'viewing' }],
    ['that is done', { ...leak, state: 'done' }],
  ])('join no task %s', async (_, task, wish) => {
    const { callSid, contact, missed } = await callWith([{ id: `other-${callers}`, ...task }]);
    await missed(wish);
    const found = await functions.parts.tasks.find(`${callSid}-hand-over`);
    expect(found).toMatchObject({ kind: 'hand_over_missed', contact });
  });

  test('have a task each while their call’s tasks cannot be read', async () => {
    const { callSid, missed } = await callWith([leak]);
    const { tasks } = functions.parts;
    const never = () => new Promise<never>(() => {});
    Object.assign(functions.parts, { tasks: { ...tasks, ofContact: never } });
    await missed();
    Object.assign(functions.parts, { tasks });
    expect(await tasks.find(`${callSid}-hand-over`)).toMatchObject({ kind: 'hand_over_missed' });
  });
});
