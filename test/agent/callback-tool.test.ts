import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NOW } from '../crm/crm-store.ts';
import {
  CALL,
  CONTACT,
  callback,
  nobody,
  OTHER,
  openToolDesk,
  type ToolDesk,
  WEDNESDAY,
} from './tool-desk.ts';

let desk: ToolDesk;
let crm: ToolDesk['crm'];
let toolbox: ToolDesk['toolbox'];
let use: ToolDesk['use'];
beforeEach(async () => {
  desk = await openToolDesk();
  ({ crm, toolbox, use } = desk);
});
afterEach(() => desk[Symbol.asyncDispose]());

describe('request_callback', () => {
  const open = (contact = CONTACT) => crm.tasks.ofContact(contact);

  test('is a task of the office, due at its time', async () => {
    const sent = { ...callback, at: WEDNESDAY, reason: 'משכנתה', asked_for: 'יוסי' };
    expect(await use('request_callback', sent)).toEqual({ requested: true, at: WEDNESDAY });
    expect(await open()).toEqual([
      {
        id: expect.stringMatching(/^CA0123456789abcdef0123456789abcdef-call-[0-9a-f]{8}$/),
        kind: 'call_back',
        contact: CONTACT,
        words: 'משכנתה',
        asked_for: 'יוסי',
        due_at: Date.parse('2090-11-22T08:00:00Z'),
        state: 'open',
        channel: 'phone',
        source_sid: CALL,
        created_at: NOW,
        updated_at: NOW,
        // The office is told once the call is over, or ten minutes later.
        tell_at: NOW + 600_000,
      },
    ]);
    expect(await crm.scheduled()).toEqual({});
  });

  test('as soon as possible is due at once, and moves the earlier wish', async () => {
    const box = toolbox({ channel: 'whatsapp' });
    await use('request_callback', { ...callback, at: WEDNESDAY, reason: 'משכנתה' }, { box });
    expect(await use('request_callback', callback, { box })).toEqual({
      requested: true,
      at: null,
      moved: true,
    });
    expect(await open()).toMatchObject([{ due_at: NOW, words: 'משכנתה', channel: 'whatsapp' }]);
  });

  test('of a later call moves the task of an earlier one, unless that is done', async () => {
    const later = (call: string) => ({ turn: { id: `CA${call.repeat(32)}-001-0001` } });
    await use('request_callback', { ...callback, at: WEDNESDAY });
    expect(await use('request_callback', callback, later('1'))).toMatchObject({ moved: true });
    const [task] = await open();
    await crm.tasks.done(task?.id ?? '', 'office', NOW);
    expect(await use('request_callback', callback, later('2'))).toEqual({
      requested: true,
      at: null,
    });
    const states = async () => (await open()).map(({ state }) => state).toSorted();
    expect(await states()).toEqual(['done', 'open']);
    // Within one call the id of the done one is taken.
    await use('request_callback', callback);
    expect(await open()).toHaveLength(2);
    for (const { id } of await open()) await crm.tasks.done(id, 'office', NOW);
    await use('request_callback', callback);
    expect(await states()).toEqual(['done', 'done', 'open']);
  });

  test('to another number is a task of its own, whose digits are repeated', async () => {
    await use('request_callback', callback);
    const wife = { ...callback, phone: '052-111 22 33', name: 'דנה' };
    expect(await use('request_callback', wife)).toEqual({
      requested: true,
      at: null,
      phone: '0521112233',
    });
    const tasks = await open();
    expect(tasks.map(({ phone, name }) => [phone, name])).toEqual(
      expect.arrayContaining([
        [undefined, undefined],
        [OTHER, 'דנה'],
      ]),
    );
    expect((await crm.leads.find(CONTACT))?.phones).toEqual([OTHER]);
    // The caller's own number is no other one.
    await use('request_callback', { ...callback, phone: '0501234567' });
    expect(await open()).toHaveLength(2);
  });

  test('is due once the office is open, however early it is asked for', async () => {
    const night = Date.parse('2090-11-20T22:00:00Z');
    const box = toolbox({}, crm, night);
    await use('request_callback', callback, { box });
    expect(await open()).toMatchObject([{ due_at: Date.parse('2090-11-21T07:00:00Z') }]);
  });

  test('of a withheld number needs a number, and has a task without a contact', async () => {
    const turn = { contact: nobody };
    const refused = { requested: false, reason: 'no_number' };
    expect(await use('request_callback', callback, { turn })).toEqual(refused);
    expect(await crm.written()).toEqual([]);
    const dictated = { ...callback, phone: OTHER, at: WEDNESDAY };
    await use('request_callback', dictated, { turn });
    expect(await use('request_callback', { ...dictated, at: null }, { turn })).toMatchObject({
      phone: '0521112233',
      moved: true,
    });
    const [task, ...more] = await crm.tasks.allOpen();
    expect(more).toEqual([]);
    expect(task).toMatchObject({ phone: OTHER, due_at: NOW });
    expect(task).not.toHaveProperty('contact');
  });

  test.each(['052-111-22', '05211122334', '+266696687', 'שתיים', '972'])(
    'to %s is refused: digits are missing or too many',
    async (phone) => {
      const sent = { ...callback, phone };
      const refused = { requested: false, reason: 'unclear_number' };
      expect(await use('request_callback', sent)).toEqual(refused);
      expect(await crm.written()).toEqual([]);
    },
  );

  test.each([
    ['2090-11-20T11:34', 'past'],
    ['2090-11-20T11:35', undefined],
    ['2091-01-20T12:00', 'too_far'],
    ['2090-11-22T18:59', undefined],
    ['2090-11-22T19:00', 'closed'],
    ['2090-11-24T13:00', 'closed'],
    ['2090-11-25T12:00', 'closed'],
  ])('at %s is refused for: %s', async (at, reason) => {
    const requested = reason === undefined;
    expect(await use('request_callback', { ...callback, at })).toMatchObject(
      requested ? { requested, at } : { requested, reason },
    );
    expect((await crm.written()).length).toBe(requested ? 1 : 0);
  });
});
