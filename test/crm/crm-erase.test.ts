import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readDossier } from '#shared/crm/dossier.ts';
import { erase } from '#shared/crm/erase.ts';
import { exportContact } from '#shared/crm/export.ts';
import { toTimeline } from '#shared/crm/timeline.ts';
import { receivedCall } from '#shared/domain/messages/interaction.ts';
import { receivedMessage } from '#shared/domain/messages/message.ts';
import { personalTables } from '#shared/tables.ts';
import { newSid } from '../twilio-requests.ts';
import { type CrmWorld, openCrmWorld } from './crm-world.ts';

const DANA = '+972501234567';
const OTHER = '+972521112233';
const NOW = Date.now();
const AT = NOW - 3 * 24 * 3_600_000;

let world: CrmWorld;
beforeEach(async () => {
  world = await openCrmWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const written = async () => JSON.stringify(await world.everything());

describe('erasing a contact', () => {
  test('leaves nothing of them in any table, file, schedule or at Twilio, but a tombstone of each call and message', async () => {
    const { callSid, messageSid } = await world.live(DANA, AT);
    const tables = Object.entries((await world.everything()).rows);
    const personal = tables.filter(([name]) => personalTables.includes(name));
    for (const [name, rows = []] of personal) expect(rows.length, name).toBeGreaterThan(0);

    expect(await erase(world.parts, DANA, NOW)).toEqual({
      calls: 1,
      turns: 2,
      interactions: 3,
      viewings: 1,
      tasks: 1,
      tellings: 1,
      cards: 1,
      lead: 1,
      files: 3,
      schedules: 2,
      twilio_recordings: 2,
      twilio_messages: 4,
    });
    const { rows, schedules, files, twilio } = await world.everything();
    const erased = { erased_at: NOW, created_at: NOW };
    const message = { id: `whatsapp#${messageSid}`, channel: 'whatsapp', external_sid: messageSid };
    expect(rows['call_log']).toEqual([{ call_sid: callSid, ...erased, updated_at: NOW }]);
    expect(rows['interactions']).toEqual([{ ...message, ...erased }]);
    expect(Object.values(rows).flat()).toHaveLength(2);
    expect([schedules, files, twilio]).toEqual([[], [], []]);
  });

  test('erases what a withheld caller left under a further number, and no other contact’s task', async () => {
    await world.live(DANA, AT);
    await world.leads.addPhone(DANA, OTHER, { source: 'phone', at: AT });
    const open = {
      kind: 'call_back',
      due_at: AT,
      state: 'open',
      channel: 'phone',
      created_at: AT,
      updated_at: AT,
    } as const;
    await world.tasks.open({ ...open, id: 'withheld', phone: OTHER });
    await world.tasks.open({ ...open, id: 'theirs', contact: OTHER });
    const { lead, tasks } = await readDossier(world.parts, DANA);
    expect(lead?.phones).toEqual([OTHER]);
    expect(tasks.map(({ id }) => id)).toContain('withheld');
    expect(tasks.map(({ id }) => id)).not.toContain('theirs');
    const document = await exportContact(world.parts, DANA, { withFiles: false, at: NOW });
    expect(document.lead?.phones).toEqual([OTHER]);
    await erase(world.parts, DANA, NOW);
    expect((await world.tasks.allOpen()).map(({ id }) => id)).toEqual(['theirs']);
    expect(await world.leads.find(DANA)).toBeUndefined();
  });

  test('takes a message about several contacts out of sight, and the others keep their task and its number in it', async () => {
    const { task } = await world.live(DANA, AT);
    const other = await world.live(OTHER, AT);
    const text = `2 פניות מחכות | 1. דנה לוי 0501234567 | 2. רון 0521112233`;
    const sid = await world.tell([task.id, other.task.id], text);
    const document = await exportContact(world.parts, DANA, { withFiles: false, at: NOW });
    expect(document.tellings.map((one) => one.text)).toContain('1. דנה לוי 0501234567');
    expect(JSON.stringify(document.tellings)).not.toMatch(/רון|0521112233|972500000002|p2/);
    await erase(world.parts, DANA, NOW);
    const row = await world.staffMessages.findBySid(sid);
    expect(row).toMatchObject({ tasks: ['erased', other.task.id], text: '' });
    expect((await world.everything()).twilio).not.toContain(sid);
  });

  test('takes back a message of which nobody knows whether it was sent, and the others are told anew', async () => {
    const { task } = await world.live(DANA, AT);
    const id = 'tell-sending';
    const message = { id, broker_id: 'p2', way: 'email', to: 'dana@office.example' } as const;
    const tasks = [task.id, 'of another contact'];
    await world.staffMessages.claim(
      { ...message, tasks, text: 'דנה לוי', at: NOW },
      { at: NOW, until: NOW + 1 },
    );
    await erase(world.parts, DANA, NOW);
    expect(await world.staffMessages.find(id)).toBeUndefined();
  });

  test('covers a message about a viewing, which names the number alone', async () => {
    await world.live(DANA, AT);
    await world.tell([], `נקבע ביקור · יום רביעי · ${DANA}`);
    expect(await erase(world.parts, DANA, NOW)).toMatchObject({ tellings: 2 });
    expect(await written()).not.toMatch(/972501234567|0501234567/);
  });

  test('touches no other contact', async () => {
    await world.live(OTHER, AT);
    const before = await world.everything();
    await world.live(DANA, AT);
    await erase(world.parts, DANA, NOW);
    const { rows, ...after } = await world.everything();
    const { rows: rowsBefore, ...rest } = before;
    expect(after).toEqual(rest);
    for (const [name, items = []] of Object.entries(rowsBefore)) {
      expect(rows[name], name).toEqual(expect.arrayContaining(items));
    }
    expect(await written()).not.toContain(DANA);
  });

  test('changes nothing the second time, nor for an unknown contact', async () => {
    await world.live(DANA, AT);
    await erase(world.parts, DANA, NOW);
    const before = await written();
    const nothing = { calls: 0, turns: 0, lead: 0, twilio_messages: 0 };
    expect(await erase(world.parts, DANA, NOW + 1)).toMatchObject(nothing);
    expect(await erase(world.parts, OTHER, NOW + 1)).toMatchObject(nothing);
    expect(await written()).toBe(before);
  });

  test.each(['crm', 'files', 'schedules', 'copies', 'watches'] as const)(
    'goes on where it stopped, wherever %s failed',
    async (broken) => {
      const writes = Object.keys(world[broken]).filter((name) =>
        /^(leave|reduceToTombstone|remove|cancel|disarm)/.test(name),
      );
      expect(writes.length).toBeGreaterThan(0);
      for (const write of writes) {
        const { callSid } = await world.live(DANA, AT);
        const fails = async () => Promise.reject(new Error(`${write} failed`));
        const parts = { ...world.parts, [broken]: { ...world[broken], [write]: fails } };
        await expect(erase(parts, DANA, NOW)).rejects.toThrow(`${write} failed`);
        await erase(world.parts, DANA, NOW + 1);
        expect(await written(), write).not.toMatch(/972501234567|דנה|[א-ת]{3}/);
        const { rows, schedules, files, twilio } = await world.everything();
        const left = Object.entries(rows).flatMap(([name, items = []]) => items.map(() => name));
        expect(new Set(left), write).toEqual(new Set(['call_log', 'interactions']));
        expect([schedules, files, twilio], write).toEqual([[], [], []]);
        expect(rows['call_log']).toContainEqual(expect.objectContaining({ call_sid: callSid }));
      }
    },
  );

  test.each(['throttle', 'down'] as const)(
    'is refused by a Twilio that is away (%s), and done when it is back',
    async (fault) => {
      await world.live(DANA, AT);
      await world.twilio.setFault(fault);
      await expect(erase(world.parts, DANA, NOW)).rejects.toThrow('twilio');
      await world.twilio.setFault('none');
      await erase(world.parts, DANA, NOW);
      expect(await written()).not.toContain(DANA);
    },
  );

  test('covers tasks that name their number, of a withheld caller and of somebody else', async () => {
    const task = {
      kind: 'call_back',
      phone: DANA,
      name: 'דנה',
      due_at: NOW,
      state: 'open',
    } as const;
    const written = { channel: 'phone', created_at: NOW, updated_at: NOW } as const;
    await world.tasks.open({ ...task, ...written, id: 'withheld' });
    await world.tasks.open({ ...task, ...written, id: 'theirs', contact: OTHER, words: 'סוד' });
    const { tasks } = await exportContact(world.parts, DANA, { withFiles: false, at: NOW });
    expect(tasks.map(({ id }) => id).toSorted()).toEqual(['theirs', 'withheld']);
    expect(JSON.stringify(tasks)).not.toMatch(/סוד|972521112233/);
    expect(await erase(world.parts, DANA, NOW)).toMatchObject({ tasks: 2 });
    expect(await world.tasks.allOpen()).toEqual([]);
  });

  test('covers the task of a call that did not know its caller yet', async () => {
    const callSid = newSid('CA');
    const at = NOW - 9 * 3_600_000;
    await world.tasks.open({
      id: `${callSid}-promise-callback`,
      kind: 'promise',
      words: 'סוד',
      due_at: at,
      state: 'open',
      channel: 'phone',
      source_sid: callSid,
      created_at: at,
      updated_at: at,
    });
    await world.calls.raise(callSid, { status: 'completed', from: DANA, to: '+97233000000' }, at);
    const { tasks } = await exportContact(world.parts, DANA, { withFiles: false, at: NOW });
    expect(tasks).toMatchObject([{ words: 'סוד' }]);
    expect(await erase(world.parts, DANA, NOW)).toMatchObject({ tasks: 1 });
    expect(await world.tasks.allOpen()).toEqual([]);
  });

  test('waits for the end of a call', async () => {
    const callSid = newSid('CA');
    await world.calls.open(
      { callSid, from: DANA, to: '+97233000000', status: 'in_progress' },
      NOW - 60_000,
    );
    const before = await written();
    expect(await erase(world.parts, DANA, NOW)).toBe('on-the-phone');
    expect(await written()).toBe(before);
    await world.calls.move({ callSid, seen: undefined, move: 'ended' }, NOW);
    expect(await erase(world.parts, DANA, NOW)).toMatchObject({ calls: 1 });
  });

  test('covers a call whose first webhook never came', async () => {
    const callSid = newSid('CA');
    await world.interactions.receive(
      receivedCall({ callSid, from: DANA, contact: DANA, to: '+97233000000', at: AT }),
    );
    const turn = { call_sid: callSid, id: '001-0001', mode: 'live', started_at: AT } as const;
    await world.turns.insert({ ...turn, user_text: 'שלום' });
    await erase(world.parts, DANA, NOW);
    expect((await world.everything()).rows['call_turn']).toEqual([]);
    expect(await world.calls.find(callSid)).toMatchObject({ erased_at: NOW });
  });

  test('leaves a half hour to the contact who has it now', async () => {
    const { viewing } = await world.live(DANA, AT);
    const dossier = await readDossier(world.parts, DANA);
    await world.viewings.cancel(viewing);
    await world.viewings.book({ ...viewing, contact: OTHER });
    await world.crm.removeViewings(DANA, dossier.viewings);
    expect(await world.viewings.find(viewing.id)).toMatchObject({ contact: OTHER });
  });
});

describe('a call that was erased', () => {
  test('is not filled in again by a late webhook', async () => {
    const { callSid, recordingSid } = await world.live(DANA, AT);
    await erase(world.parts, DANA, NOW);
    const before = await written();
    const { calls } = world;
    const late = { callSid, from: DANA, to: '+97233000000', status: 'ringing' } as const;
    await calls.open(late, NOW + 1);
    await calls.raise(callSid, { status: 'completed', from: DANA, to: '+97233000000' }, NOW + 1);
    await calls.recorded(callSid, { recordingSid, status: 'completed' }, NOW + 1);
    await calls.transcribe(callSid, 'לקוח: שלום', NOW + 1);
    await calls.answered(callSid, NOW + 1);
    await calls.move({ callSid, seen: undefined, move: 'ended' }, NOW + 1);
    const stream = { callSid, gen: 1, streamSid: newSid('MZ'), holder: 'a' };
    expect(await calls.attach(stream, NOW + 1)).toBe(false);
    expect(await written()).toBe(before);
  });
});

describe('a message that was erased', () => {
  test('is not filled in again by a repeated webhook, a late worker or a status', async () => {
    const { messageSid } = await world.live(DANA, AT);
    await erase(world.parts, DANA, NOW);
    const before = await written();
    const { interactions } = world;
    const [to, text] = ['whatsapp:+97233000001', 'שלחתי תמונה'];
    const received = { messageSid, from: `whatsapp:${DANA}`, to, text };
    const row = await interactions.enter(receivedMessage(received, NOW + 1, 'a copy'));
    expect(row).toMatchObject({ erased_at: NOW });
    const reply = { replyText: 'תודה', sendingUntil: NOW + 2 };
    await interactions.settle(row, { by: 'a', at: NOW + 1, ...reply });
    await interactions.note(row, { text });
    expect(await interactions.claimSending(row, { at: NOW, until: NOW + 1 })).toBe(false);
    const status = { status: 'read', replySid: newSid('SM') } as const;
    expect(await interactions.raise(row, status)).toBeUndefined();
    expect(await written()).toBe(before);
  });
});

test('an export holds everything that an erasure removes here, and the files where they are wanted', async () => {
  const { callSid, recording, media } = await world.live(DANA, AT);
  await world.live(OTHER, AT);
  const document = await exportContact(world.parts, DANA, { withFiles: true, at: NOW });
  expect(document).toMatchObject({
    exported_at: NOW,
    contact: DANA,
    lead: { name: 'דנה לוי' },
    calls: [{ call_sid: callSid, transcript: expect.stringContaining('אני מחפשת דירה') }],
    viewings: [{ listing_id: 'TA-101' }],
  });
  expect(document.turns).toHaveLength(2);
  expect(document.interactions).toHaveLength(3);
  expect(document.tasks).toMatchObject([{ kind: 'call_back', words: 'מחיר' }]);
  expect(document.schedules).toHaveLength(2);
  expect(document.files.map(({ key }) => key)).toEqual(expect.arrayContaining([recording, media]));
  for (const { base64 = '' } of document.files as { base64?: string }[]) {
    expect(Buffer.from(base64, 'base64').toString()).toBe('RIFF');
  }
  expect(JSON.stringify(document)).not.toContain(OTHER);
  const listed = await exportContact(world.parts, DANA, { withFiles: false, at: NOW });
  expect(listed.files[0]).not.toHaveProperty('base64');
});

test('a timeline tells what happened on all channels in one order', async () => {
  const { callSid } = await world.live(DANA, AT);
  const timeline = toTimeline(await readDossier(world.parts, DANA));
  expect(timeline.map(({ kind, at }) => [kind, at < NOW ? at - AT : 'ahead'])).toEqual([
    ['call', 0],
    ['recording', 10],
    ['turn', 10],
    ['recording', 20],
    ['turn', 20],
    ['message', 40],
    ['message', 50],
    ['task', 'ahead'],
    ['viewing', 'ahead'],
  ]);
  expect(timeline[0]).toMatchObject({ call: { call_sid: callSid } });
});
