import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import phrases from '#assets/phrases.json' with { type: 'json' };
import type { PhraseName } from '#media-service/speaking/phrases.ts';
import { promisedTasks } from '#media-service/stream/promised-tasks.ts';
import { createWriteQueue } from '#media-service/stream/write-queue.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import { type CrmStore, openCrmStore } from '../crm/crm-store.ts';
import { silenceLog } from '../doors/log.ts';
import { newSid } from '../twilio-requests.ts';

const CONTACT = '+972502000000';

let crm: CrmStore;
let callSid: string;
beforeEach(async () => {
  crm = await openCrmStore();
  callSid = newSid('CA');
});
afterEach(() => crm[Symbol.asyncDispose]());

/** Opens a call, and what its stream promises; `settled` waits for the writes. */
async function openPromises(from = CONTACT) {
  const calls = dynamoCallLogs(crm.db);
  await calls.open({ callSid, from, to: '+97233000000', status: 'in_progress' }, 1);
  const writes = createWriteQueue(callSid, { pausesMs: [100, 200, 400], lastWritesMs: 10_000 });
  const promised = promisedTasks({ ...crm, calls }, callSid, writes);
  return { ...promised, settled: writes.settled };
}

const dialogueWith = (...notes: string[]): Line[] => [
  { speaker: 'caller', text: 'שיחזרו אליי', notes },
];

describe('a phrase', () => {
  test.each([
    ['silence_goodbye', 'call_back', 'silence_goodbye'],
    ['time_is_up', 'call_back', 'time_is_up'],
    ['no_human', 'hand_over_missed', 'hand-over'],
  ] as const)('%s has its task when it begins: %s', async (phrase, kind, deed) => {
    const { phraseSaid, settled } = await openPromises();
    phraseSaid(3, phrase);
    phraseSaid(4, phrase);
    await settled();
    expect(await crm.tasks.ofContact(CONTACT)).toMatchObject([
      { id: `${callSid}-${deed}`, kind, state: 'open', source_sid: callSid },
    ]);
  });

  test('that is heard is no second promise', async () => {
    const { phraseSaid, replyHeard, settled } = await openPromises();
    phraseSaid(3, 'time_is_up');
    replyHeard(3, phrases.time_is_up.text, []);
    await settled();
    expect(await crm.tasks.ofContact(CONTACT)).toHaveLength(1);
  });

  test('without a promise opens nothing', async () => {
    const { phraseSaid, settled } = await openPromises();
    const others = ['reopening', 'not_heard', 'still_there_1', 'stumbled'] satisfies PhraseName[];
    for (const phrase of others) phraseSaid(1, phrase);
    await settled();
    expect(await crm.tasks.allOpen()).toEqual([]);
  });

  test('to a withheld number has a task without a contact', async () => {
    const { phraseSaid, settled } = await openPromises('+266696687');
    phraseSaid(1, 'silence_goodbye');
    await settled();
    const [task] = await crm.tasks.allOpen();
    expect(task).toMatchObject({ kind: 'call_back' });
    expect(task).not.toHaveProperty('contact');
  });

  test('has its task also if the store is away for a while', async () => {
    const { phraseSaid, settled } = await openPromises();
    const logged = silenceLog();
    await crm.setFault('down');
    phraseSaid(1, 'silence_goodbye');
    await expect.poll(() => logged.join()).toContain('write.failed');
    await crm.setFault('none');
    await settled();
    expect(await crm.tasks.ofContact(CONTACT)).toHaveLength(1);
  });
});

describe('an answer that was heard', () => {
  test('with a promise that no tool kept is a task with its words, once a kind', async () => {
    const { replyHeard, settled } = await openPromises();
    const heard = 'הבנתי. סוכן יחזור אליכם מחר.';
    replyHeard(2, heard, dialogueWith());
    replyHeard(2, `${heard} נחזור אליכם, מבטיחה.`, dialogueWith());
    await settled();
    const tasks = await crm.tasks.ofContact(CONTACT);
    expect(tasks).toMatchObject([{ id: `${callSid}-promise-callback`, kind: 'promise' }]);
    expect(tasks[0]?.words).toContain('סוכן יחזור אליכם מחר.');
    expect(tasks[0]?.words).not.toContain('הבנתי');
  });

  test.each([
    'request_callback: done; requested true',
    'note_request: done; noted true',
    'transfer_to_human: done; transferring true',
  ])('is kept by an earlier %s', async (note) => {
    const { replyHeard, settled } = await openPromises();
    replyHeard(2, 'סוכן יחזור אליכם מחר.', dialogueWith(note));
    await settled();
    expect(await crm.tasks.allOpen()).toEqual([]);
  });

  test('after a tool that failed is a promise', async () => {
    const { replyHeard, settled } = await openPromises();
    replyHeard(2, 'סוכן יחזור אליכם מחר.', dialogueWith('request_callback: failed; error'));
    await settled();
    expect(await crm.tasks.allOpen()).toMatchObject([{ kind: 'promise' }]);
  });
});
