import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toBriefing } from '#shared/agent/briefing.ts';
import { peopleInWords } from '#shared/agent/people-words.ts';
import { createToolbox } from '#shared/agent/toolbox.ts';
import type { ToolParts, ToolTurn } from '#shared/agent/tools/tool.ts';
import { defaultSettings } from '#shared/domain/office/office-settings.ts';
import { type CrmStore, openCrmStore } from '../crm/crm-store.ts';
import { officeOf } from '../office/office-of.ts';
import { peopleOf, person } from '../office/people-of.ts';

const NOW = Date.parse('2026-11-23T09:35:00Z');
/** A Saturday. */
const CLOSED = Date.parse('2026-11-28T09:35:00Z');
const CONTACT = '+972501234567';
const dana = person(1, { name: 'דנה לוי', deals: ['rent'], areas: ['תל אביב'] });
const yosi = person(2, { name: 'יוסי כהן', deals: ['sale'] });
const ruth = person(3, { name: 'רות כהן', role: 'owner' });
const staff = peopleOf(dana, yosi, ruth);

let crm: CrmStore;
let ended: unknown[];
beforeEach(async () => {
  ended = [];
  crm = await openCrmStore();
});
afterEach(() => crm[Symbol.asyncDispose]());

type Change = { turn?: Partial<ToolTurn>; parts?: Partial<ToolParts> };

async function use(name: string, sent: object, { turn, parts }: Change = {}) {
  const box = createToolbox(
    { ...crm, brokers: staff, now: () => NOW, ...parts },
    {
      channel: 'phone',
      contact: async () => CONTACT,
      id: 'CA0123456789abcdef0123456789abcdef-001-0003',
      holdsCall: async () => true,
      end: (intended) => ended.push(intended),
      officeAnswers: true,
      ...turn,
    },
  );
  const call = { name, arguments: JSON.stringify(sent) };
  return JSON.parse(await box.use(call, AbortSignal.timeout(5_000)));
}
const transfer = (to: string | null, reason: string | null, change?: Change) =>
  use('transfer_to_human', { to, reason }, change);
const assigned = async () => (await crm.leads.find(CONTACT))?.assigned_to;

describe('a caller who asks for a person of the office', () => {
  test('by name is put through to that person, with the matter', async () => {
    expect(await transfer('יוסי', 'דירה בארלוזורוב')).toEqual({
      transferring: true,
      to: 'יוסי כהן',
    });
    expect(ended).toEqual([{ human: { broker_id: 'p2', reason: 'דירה בארלוזורוב' } }]);
  });

  test('by a name that nobody has, or several have, learns who is there', async () => {
    expect(await transfer('משה', null)).toEqual({
      transferring: false,
      reason: 'no_such_person',
      people: ['דנה לוי', 'יוסי כהן', 'רות כהן'],
    });
    expect(await transfer('כהן', null)).toMatchObject({
      reason: 'several_people',
      people: ['יוסי כהן', 'רות כהן'],
    });
    expect(ended).toEqual([]);
  });

  test.each(['נציג', 'מישהו מהמשרד', 'בן אדם'])(
    'without a name (%s) is put through to anybody',
    async (to) => {
      expect(await transfer(to, 'דירה')).toEqual({ transferring: true });
      expect(ended).toEqual([{ human: { reason: 'דירה' } }]);
    },
  );

  test('by name, in an office without known people, is put through with that name as the matter', async () => {
    const parts = { brokers: peopleOf() };
    expect(await transfer('דנה', null, { parts })).toEqual({ transferring: true });
    expect(ended).toEqual([{ human: { reason: 'בקשה לדבר עם דנה' } }]);
  });
});

describe('while the office is closed', () => {
  const closed = {
    turn: { officeAnswers: false },
    parts: { now: () => CLOSED, office: officeOf() },
  };

  test('a hand-over becomes a callback, and the agent can say when the office opens', async () => {
    expect(await transfer('דנה', 'דירה', closed)).toEqual({
      callback_requested: true,
      reason: 'closed',
      opens_next: '2026-11-29T09:00',
    });
    expect(await crm.tasks.ofContact(CONTACT)).toMatchObject([
      {
        kind: 'call_back',
        words: 'ביקשו לדבר עם דנה: דירה',
        asked_for: 'דנה',
        due_at: CLOSED,
        state: 'open',
      },
    ]);
    expect(ended).toEqual([]);
  });

  test('a hand-over leaves a callback that was promised before as it is', async () => {
    const wanted = {
      at: '2026-11-29T16:00',
      reason: 'החוזה',
      phone: null,
      name: null,
      asked_for: null,
    };
    await use('request_callback', wanted, { parts: closed.parts });
    await transfer(null, null, closed);
    const owed = await crm.tasks.ofContact(CONTACT);
    expect(owed.map(({ words, due_at }) => [words, due_at])).toEqual(
      expect.arrayContaining([
        ['החוזה', Date.parse('2026-11-29T16:00+02:00')],
        ['ביקשו לדבר עם נציג', CLOSED],
      ]),
    );
  });

  test.each([
    ['a withheld number', { contact: async () => undefined }],
    ['a turn that lost the call', { holdsCall: async () => false }],
  ])('%s leaves no callback', async (_, turn) => {
    const change = { ...closed, turn: { ...closed.turn, ...turn } };
    expect(await transfer(null, null, change)).toMatchObject({
      transferring: false,
      reason: 'closed',
    });
    expect(await crm.tasks.ofContact(CONTACT)).toEqual([]);
  });
});

describe('a lead gets its broker', () => {
  const wish = {
    property: null,
    name: 'דני',
    deal: 'sale',
    city: null,
    rooms: null,
    budget_ils: null,
    notes: null,
  };

  test('at its first deed, and keeps them', async () => {
    await use('save_lead', wish);
    // The area decides, and is not known yet.
    expect(await assigned()).toBeUndefined();
    await use('save_lead', { ...wish, city: 'חיפה' });
    const first = await assigned();
    expect(['p2', 'p3']).toContain(first);
    await use('save_lead', { ...wish, deal: 'rent', city: 'תל אביב' });
    expect(await assigned()).toBe(first);
  });

  test('anew once that person has left, and not from a person who may be new', async () => {
    await crm.leads.assign(CONTACT, { to: 'p9' }, { source: 'phone', at: 1 });
    await use('save_lead', { ...wish, city: 'חיפה' });
    expect(await assigned()).toBe('p9');
    const brokers = peopleOf(dana, person(9, { active: false }));
    const nothing = { at: null, reason: null, phone: null, name: null, asked_for: null };
    await use('request_callback', nothing, { parts: { brokers } });
    expect(await assigned()).toBe('p1');
  });

  test('not where a person of the office chose another meanwhile', async () => {
    const origin = { source: 'phone', at: 1 } as const;
    expect(await crm.leads.assign(CONTACT, { to: 'p1' }, origin)).toBe(true);
    expect(await crm.leads.assign(CONTACT, { to: 'p2' }, origin)).toBe(false);
    expect(await crm.leads.assign(CONTACT, { to: 'p2', from: 'p3' }, origin)).toBe(false);
    expect(await crm.leads.assign(CONTACT, { to: 'p2', from: 'p1' }, origin)).toBe(true);
    expect(await assigned()).toBe('p2');
  });

  test('by the home, where they book a viewing of it', async () => {
    const listing = await crm.listings.find('TA-101');
    const listings = {
      ...crm.listings,
      find: async () => listing && { ...listing, broker: 'רות כהן' },
    };
    const viewing = { listing_id: 'TA-101', at: '2026-11-25T10:00', name: null };
    expect(await use('book_viewing', viewing, { parts: { listings } })).toMatchObject({
      booked: true,
    });
    expect(await assigned()).toBe('p3');
    // The person who shows the home learns of its cancellation.
    await use('cancel_viewing', { listing_id: 'TA-101', at: null }, { parts: { listings } });
    expect(await crm.tasks.ofContact(CONTACT)).toMatchObject([
      { kind: 'viewing', assigned_to: 'p3' },
    ]);
  });

  test('not if the store fails: the deed stands', async () => {
    const leads = { ...crm.leads, assign: () => Promise.reject(new Error('down')) };
    const told = { ...wish, city: 'חיפה' };
    expect(await use('save_lead', told, { parts: { leads } })).toEqual({ saved: true });
    expect(await assigned()).toBeUndefined();
  });
});

describe('the model knows the people of the office', () => {
  test('by name and work, and never by number', () => {
    const briefing = toBriefing(NOW, {}, defaultSettings, [dana, yosi, ruth]);
    expect(briefing).toMatch(
      /^אנשי המשרד: דנה לוי \(השכרה, תל אביב\); יוסי כהן \(מכירה\); רות כהן \(בעלים\)$/m,
    );
    expect(briefing).not.toContain(dana.phone.slice(-7));
  });

  test('in four hundred characters, each on no line of their own', () => {
    const many = Array.from({ length: 60 }, (_, number) =>
      person(1, { name: `אדם\nעם <שם> ${number}`, areas: ['א'.repeat(500)] }),
    );
    expect(peopleInWords(many).length).toBeLessThan(420);
    expect(peopleInWords(many)).not.toMatch(/[\n<>]/);
    expect(peopleInWords([])).toBe('');
  });
});
