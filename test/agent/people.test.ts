import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toBriefing } from '#shared/agent/briefing.ts';
import { peopleInWords } from '#shared/agent/people-words.ts';
import { createToolbox } from '#shared/agent/toolbox.ts';
import type { ToolParts, ToolTurn } from '#shared/agent/tools/tool.ts';
import { defaultSettings } from '#shared/domain/office/office-settings.ts';
import { type CrmStore, openCrmStore } from '../crm/crm-store.ts';
import { officeOf } from '../office/office-of.ts';
import { peopleOf, person } from '../office/people-of.ts';
import { anything, callback, nothing } from './tool-desk.ts';

const NOW = Date.parse('2026-11-23T09:35:00Z');
/** A Saturday. */
const CLOSED = Date.parse('2026-11-28T09:35:00Z');
const OPENS = Date.parse('2026-11-29T09:00+02:00');
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

async function use(
  name: string,
  sent: object,
  { turn, parts }: Change = {},
  signal = AbortSignal.timeout(5_000),
) {
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
  return JSON.parse(await box.use(call, signal));
}
const transfer = (to: string | null, reason: string | null, change?: Change, home?: string) =>
  use('transfer_to_human', { to, reason, listing_id: home ?? null }, change);
/** Listings in which the office wrote a broker to a home. */
async function withBroker(id: string, broker: string) {
  const listing = await crm.listings.find(id);
  const find = async () => listing && { ...listing, broker };
  return { listings: { ...crm.listings, find } };
}
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

  test('as their own broker is put through to the lead’s, who rings first', async () => {
    expect(await transfer('הסוכנת שלי', 'דירה')).toEqual({ transferring: true });
    expect(ended).toEqual([{ human: { reason: 'דירה' } }]);
  });

  test('as the broker of a home is put through to that one', async () => {
    const parts = await withBroker('TA-101', 'יוסי');
    await crm.leads.assign(CONTACT, { to: 'p1' }, { source: 'phone', at: 1 });
    expect(await transfer('המתווך של הדירה', 'דירה', { parts }, 'TA-101')).toEqual({
      transferring: true,
      to: 'יוסי כהן',
    });
    expect(ended).toEqual([{ human: { broker_id: 'p2', reason: 'דירה' } }]);
  });

  test('about a home is put through to its broker, unless the lead has one', async () => {
    const parts = await withBroker('TA-101', 'יוסי');
    expect(await transfer(null, 'דירה', { parts }, 'TA-101')).toMatchObject({ to: 'יוסי כהן' });
    await crm.leads.assign(CONTACT, { to: 'p1' }, { source: 'phone', at: 1 });
    expect(await transfer(null, 'דירה', { parts }, 'TA-101')).toEqual({ transferring: true });
  });

  test('by name, in an office without known people, is put through with that name as the matter', async () => {
    const parts = { brokers: peopleOf() };
    expect(await transfer('דנה', null, { parts })).toEqual({ transferring: true });
    expect(ended).toEqual([{ human: { reason: 'בקשה לדבר עם דנה' } }]);
  });
});

describe('a store that does not answer', () => {
  const never = () => new Promise<never>(() => {});
  const slow = <T>(value: T) =>
    new Promise<T>((resolve) => void setTimeout(() => resolve(value), 150));
  /** Asks for a person, gives the tool up meanwhile, and waits until its reads are over. */
  const givenUp = async (change: Change) => {
    const sent = { to: null, reason: 'דירה', listing_id: 'TA-101' };
    await expect(use('transfer_to_human', sent, change, AbortSignal.timeout(50))).rejects.toThrow();
    for (let rests = 0; rests < 4; rests += 1) await slow(undefined);
  };

  test('holds no hand-over up: the caller is put through to anybody', async () => {
    const listings = { ...crm.listings, find: never };
    expect(await transfer(null, 'דירה', { parts: { listings } }, 'TA-101')).toEqual({
      transferring: true,
    });
    expect(ended).toEqual([{ human: { reason: 'דירה' } }]);
  });

  test.each(['contact', 'lead'])('of the %s leaves the call to the home’s broker', async (what) => {
    const { listings } = await withBroker('TA-101', 'יוסי');
    const change =
      what === 'contact'
        ? { turn: { contact: never }, parts: { listings } }
        : { parts: { listings, leads: { ...crm.leads, find: never } } };
    expect(await transfer(null, 'דירה', change, 'TA-101')).toMatchObject({ to: 'יוסי כהן' });
  });

  test('puts nobody through once the agent said that it did not work', async () => {
    const find = (id: string) => slow(undefined).then(() => crm.listings.find(id));
    await givenUp({ parts: { listings: { ...crm.listings, find } } });
    const { listings } = await withBroker('TA-101', 'יוסי');
    await givenUp({ turn: { contact: () => slow(CONTACT) }, parts: { listings } });
    expect(ended).toEqual([]);
  });

  test('leaves no callback once the agent said that it did not work', async () => {
    await givenUp({
      turn: { officeAnswers: false, contact: () => slow(CONTACT) },
      parts: { now: () => CLOSED, office: officeOf() },
    });
    expect(await crm.tasks.ofContact(CONTACT)).toEqual([]);
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
        assigned_to: 'p1',
        // A Sunday, when the office opens.
        due_at: OPENS,
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
      listing_id: null,
    };
    await use('request_callback', wanted, { parts: closed.parts });
    await transfer(null, null, closed);
    const owed = await crm.tasks.ofContact(CONTACT);
    expect(owed.map(({ words, due_at }) => [words, due_at])).toEqual(
      expect.arrayContaining([
        ['החוזה', Date.parse('2026-11-29T16:00+02:00')],
        ['ביקשו לדבר עם נציג', OPENS],
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
    const nothing = {
      at: null,
      reason: null,
      phone: null,
      name: null,
      asked_for: null,
      listing_id: null,
    };
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

  test('by the home, where they ask for a call about it, and the task is that person’s', async () => {
    const parts = await withBroker('TA-101', 'רות');
    const call = { at: null, reason: 'המחיר', phone: null, name: null, asked_for: null };
    await use('request_callback', { ...call, listing_id: 'TA-101' }, { parts });
    expect(await assigned()).toBe('p3');
    expect(await crm.tasks.ofContact(CONTACT)).toMatchObject([
      { listing_id: 'TA-101', assigned_to: 'p3' },
    ]);
    // The person who is asked for by name has the task, and the lead keeps its own.
    await use('request_callback', { ...call, listing_id: null, asked_for: 'לדנה' }, { parts });
    expect(await crm.tasks.ofContact(CONTACT)).toMatchObject([
      { listing_id: 'TA-101', assigned_to: 'p1', asked_for: 'לדנה' },
    ]);
    expect(await assigned()).toBe('p3');
  });

  test('of a withheld number without a lead: the home’s broker has the task', async () => {
    const parts = await withBroker('TA-101', 'רות');
    const call = { at: null, reason: 'המחיר', name: null, asked_for: null };
    const turn = { contact: async () => undefined };
    const sent = { ...call, phone: '052-1112233', listing_id: 'TA-101' };
    await use('request_callback', sent, { parts, turn });
    expect(await crm.tasks.allOpen()).toMatchObject([{ assigned_to: 'p3' }]);
  });

  test('at a matter for the office and an owner’s offer, whose tasks are that person’s', async () => {
    const words = { kind: 'complaint', urgent: false, words: 'לא חזרו אליי' };
    await use('note_request', { ...words, name: null, phone: null });
    const own = await assigned();
    expect(own).toBeDefined();
    await use('save_lead', { ...wish, deal: 'sell', city: 'חיפה' });
    const tasks = await crm.tasks.ofContact(CONTACT);
    expect(tasks.map(({ kind }) => kind).toSorted()).toEqual(['complaint', 'owner_lead']);
    expect(tasks.map(({ assigned_to }) => assigned_to)).toEqual([own, own]);
  });

  test('by the one home that they ask about', async () => {
    const listing = await crm.listings.find('TA-102');
    if (listing) await crm.listings.put([{ ...listing, broker: 'יוסי' }]);
    const house = { ...anything, deal: null, street: 'ארלוזורוב', house_number: '88' };
    await use('search_listings', house);
    expect(await assigned()).toBe('p2');
    expect(await crm.leads.find(CONTACT)).not.toHaveProperty('deal');
  });

  test('by a home that is told before a slow store has assigned it', async () => {
    const listing = await crm.listings.find('TA-102');
    if (listing) await crm.listings.put([{ ...listing, broker: 'יוסי' }]);
    const store = Promise.withResolvers<void>();
    const leads = {
      ...crm.leads,
      async find(contact: string) {
        await store.promise;
        return crm.leads.find(contact);
      },
    };
    const turn = { contact: () => sleep(500, CONTACT) };
    const house = { ...anything, deal: null, street: 'ארלוזורוב', house_number: '88' };
    const asked = performance.now();
    const told = await use('search_listings', house, { parts: { leads }, turn });
    expect(told).toMatchObject({ found: 1 });
    expect(performance.now() - asked).toBeLessThan(800);
    store.resolve();
    await expect.poll(assigned).toBe('p2');
  });

  test('by the neighbourhood that they look in', async () => {
    const brokers = peopleOf(person(5, { areas: ['הצפון הישן'] }), person(6, { areas: ['יפו'] }));
    const wanted = { ...anything, city: null, neighbourhood: 'צפון ישן' };
    await use('search_listings', wanted, { parts: { brokers } });
    expect(await assigned()).toBe('p5');
  });

  test('unless they work in the office: no search or deed of theirs makes a lead', async () => {
    const turn = { contact: async () => dana.phone };
    await use('search_listings', { ...anything, city: 'תל אביב' }, { turn });
    await use('request_callback', { ...callback, reason: 'ניסיון' }, { turn });
    expect(await crm.leads.find(dana.phone)).toBeUndefined();
    expect(await crm.tasks.ofContact(dana.phone)).toEqual([]);
  });

  test('by the home, where they book a viewing of it', async () => {
    const { listings } = await withBroker('TA-101', 'רות כהן');
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
    const briefing = toBriefing(NOW, {}, defaultSettings, {
      people: [dana, yosi, ruth],
      isTold: true,
    });
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

describe('a person of the office who tries the agent', () => {
  const own = { turn: { contact: async () => dana.phone, said: { id: 'said', words: 'כן' } } };

  test.each([
    ['save_lead', { ...nothing, city: 'חיפה', deal: 'sell' }],
    ['request_callback', callback],
    ['book_viewing', { listing_id: 'TA-101', at: '2026-11-25T10:00', name: null }],
    ['stop_messages', {}],
    ['agree_to_alerts', {}],
  ])('leaves nothing behind by %s, and hears that', async (name, sent) => {
    const parts = { canWrite: true };
    expect(await use(name, sent, { ...own, parts })).toHaveProperty('error');
    expect(await crm.leads.find(dana.phone)).toBeUndefined();
    expect(await crm.leads.isOptedOut(dana.phone)).toBe(false);
    expect(await crm.tasks.allOpen()).toEqual([]);
    expect(await crm.viewings.ofContact(dana.phone, 0)).toEqual([]);
  });

  test('is owed no call where the office is closed', async () => {
    const closed = { turn: { ...own.turn, officeAnswers: false }, parts: { now: () => CLOSED } };
    expect(await transfer(null, null, closed)).toMatchObject({ transferring: false });
    expect(await crm.tasks.allOpen()).toEqual([]);
  });
});
