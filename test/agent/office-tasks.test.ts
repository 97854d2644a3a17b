import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createToolbox } from '#shared/agent/toolbox.ts';
import type { ToolTurn } from '#shared/agent/tools/tool.ts';
import type { CrmStore } from '../crm/crm-store.ts';
import { NOW, openCrmStore } from '../crm/crm-store.ts';

const CONTACT = '+972501234567';
const CALL = `CA${'1'.repeat(32)}`;
const MESSAGE = `SM${'1'.repeat(32)}`;
const LATER_CALL = `CA${'2'.repeat(32)}`;

let crm: CrmStore;
beforeEach(async () => {
  // The index by contact shows nothing that these calls write.
  crm = await openCrmStore({ indexLateMs: 600_000 });
});
afterEach(() => crm[Symbol.asyncDispose]());

/** Uses tools in the turns of a call, one after the other. */
function callOf(contact: string | undefined, callSid = CALL) {
  let turns = 0;
  return async (name: string, sent: object, turn: Partial<ToolTurn> = {}) => {
    const toolbox = createToolbox(
      { ...crm, now: () => NOW + turns },
      {
        channel: 'phone',
        contact: async () => contact,
        id: `${callSid}-001-000${++turns}`,
        holdsCall: async () => true,
        end: () => {},
        officeAnswers: true,
        ...turn,
      },
    );
    const call = { name, arguments: JSON.stringify(sent) };
    return JSON.parse(await toolbox.use(call, AbortSignal.timeout(5_000)));
  };
}

describe('pass_to_person', () => {
  const wish = { asked_for: null, reason: 'שאלה על החוזה', listing_id: null };
  const inChat = { channel: 'whatsapp', end: undefined } as const;

  test('has a person of the office answer in the chat', async () => {
    const use = callOf(CONTACT, MESSAGE);
    expect(await use('pass_to_person', wish, inChat)).toMatchObject({ passed: true });
    expect(await crm.tasks.find(`${MESSAGE}-person`)).toMatchObject({
      kind: 'chat_waits',
      contact: CONTACT,
      words: wish.reason,
      state: 'open',
      channel: 'whatsapp',
    });
  });

  test('is one task for a chat that asks again', async () => {
    const use = callOf(CONTACT, MESSAGE);
    await use('pass_to_person', wish, inChat);
    await use('pass_to_person', { ...wish, reason: 'זה דחוף' }, inChat);
    expect((await crm.tasks.find(`${MESSAGE}-person`))?.words).toBe('שאלה על החוזה; זה דחוף');
  });

  test('does not exist on the phone, where the call itself is put through', async () => {
    expect(await callOf(CONTACT)('pass_to_person', wish)).toHaveProperty('error');
  });
});

describe('note_request', () => {
  const leak = {
    kind: 'maintenance',
    urgent: true,
    words: 'נזילה מהתקרה, ויצמן 4',
    name: null,
    phone: null,
  };

  test('is an urgent task of the office', async () => {
    const use = callOf(CONTACT);
    expect(await use('note_request', leak)).toEqual({ noted: true });
    expect(await crm.tasks.find(`${CALL}-maintenance`)).toEqual({
      // An urgent matter is told to the office at once.
      tell_at: NOW + 1,
      id: `${CALL}-maintenance`,
      kind: 'maintenance',
      contact: CONTACT,
      words: leak.words,
      urgent: true,
      due_at: NOW + 1,
      state: 'open',
      channel: 'phone',
      source_sid: CALL,
      created_at: NOW + 1,
      updated_at: NOW + 1,
    });
  });

  test('gathers what is told of one matter in a call, without becoming later', async () => {
    const use = callOf(CONTACT);
    await use('note_request', { ...leak, urgent: false });
    await use('note_request', { ...leak, words: 'המים מגיעים לחשמל' });
    expect(await crm.tasks.find(`${CALL}-maintenance`)).toMatchObject({
      words: 'נזילה מהתקרה, ויצמן 4; המים מגיעים לחשמל',
      urgent: true,
      due_at: NOW + 1,
    });
  });

  test('is urgent by its words, and due at once, where the model does not say so', async () => {
    await callOf(CONTACT)('note_request', { ...leak, urgent: false });
    expect(await crm.tasks.find(`${CALL}-maintenance`)).toMatchObject({
      urgent: true,
      due_at: NOW + 1,
    });
  });

  test('that becomes urgent is due at once', async () => {
    const use = callOf(CONTACT);
    await use('note_request', { ...leak, urgent: false, words: 'ברז מטפטף' });
    const before = await crm.tasks.find(`${CALL}-maintenance`);
    await crm.tasks.revise(`${CALL}-maintenance`, { due_at: NOW + 3_600_000 }, NOW);
    await use('note_request', { ...leak, words: 'הדירה מוצפת' });
    expect(before).not.toHaveProperty('urgent');
    expect(await crm.tasks.find(`${CALL}-maintenance`)).toMatchObject({
      urgent: true,
      due_at: NOW + 2,
    });
  });

  test.each([
    ['note_request', leak, 'maintenance'],
    [
      'request_callback',
      { at: null, reason: 'נזילה', phone: null, name: null, asked_for: null, listing_id: null },
      'call_back',
    ],
  ] as const)(
    '%s after a hand-over that nobody took is one task with it',
    async (name, sent, kind) => {
      const missed = {
        id: `${CALL}-hand-over`,
        kind: 'hand_over_missed',
        words: 'לא ענו',
      } as const;
      const times = { due_at: NOW, created_at: NOW, updated_at: NOW };
      const ofCall = {
        contact: CONTACT,
        channel: 'phone',
        source_sid: CALL,
        state: 'open',
      } as const;
      await crm.tasks.open({ ...missed, ...ofCall, ...times });
      const use = callOf(CONTACT);
      const first = await use(name, sent);
      expect(first).not.toHaveProperty('moved');
      await use(name, sent);
      const tasks = (await crm.written()).filter(({ id }) => id !== undefined);
      expect(tasks).toMatchObject([
        { id: missed.id, kind, words: expect.stringMatching(/לא ענו; נזילה/) },
      ]);
    },
  );

  test('keeps matters of different kinds apart', async () => {
    const use = callOf(CONTACT);
    await use('note_request', leak);
    await use('note_request', { ...leak, kind: 'complaint', urgent: false, words: 'לא חזרו אליי' });
    expect(await crm.tasks.find(`${CALL}-complaint`)).not.toHaveProperty('urgent');
    expect(await crm.written()).toHaveLength(2);
  });

  test('of a withheld number asks for one, and takes it later', async () => {
    const use = callOf(undefined);
    expect(await use('note_request', leak)).toMatchObject({
      noted: true,
      missing: expect.stringContaining('a number'),
    });
    expect(await use('note_request', { ...leak, phone: '052-1112233' })).toEqual({
      noted: true,
      phone: '0521112233',
    });
    const task = await crm.tasks.find(`${CALL}-maintenance`);
    expect(task).toMatchObject({ phone: '+972521112233', words: leak.words });
    expect(task).not.toHaveProperty('contact');
  });

  test('in messages of one hour is one task, with the words of all', async () => {
    await crm[Symbol.asyncDispose]();
    crm = await openCrmStore();
    const messages = [`SM${'1'.repeat(32)}`, `SM${'2'.repeat(32)}`];
    const told = [leak, { ...leak, words: 'המים מגיעים לחשמל', phone: '052-1112233' }];
    for (const [index, sid] of messages.entries()) {
      await callOf('whatsapp:IL.1', sid)('note_request', told[index] ?? leak, {
        channel: 'whatsapp',
        id: `${sid}-1`,
      });
    }
    expect(await crm.tasks.allOpen()).toMatchObject([
      { words: 'נזילה מהתקרה, ויצמן 4; המים מגיעים לחשמל', phone: '+972521112233' },
    ]);
  });

  test('without words, and with a number that misses a digit, notes nothing', async () => {
    const use = callOf(CONTACT);
    expect(await use('note_request', { ...leak, words: '' })).toHaveProperty('error');
    expect(await use('note_request', { ...leak, phone: '052-111223' })).toEqual({
      noted: false,
      reason: 'unclear_number',
    });
    expect(await crm.written()).toEqual([]);
  });
});

describe('an owner', () => {
  const nothing = { name: null, deal: null, city: null, rooms: null, budget_ils: null };
  const unknown = {
    ...{ kind: null, city: null, street: null, number: null, floor: null, rooms: null },
    ...{ sqm: null, asking_price_ils: null, exclusive: null },
  };
  const offer = { ...nothing, notes: null, property: null };

  test('who sells is a lead with their home, and one task for the office', async () => {
    const use = callOf(CONTACT);
    await use('save_lead', { ...offer, name: 'משה', deal: 'sell', city: 'גבעתיים' });
    const property = { ...unknown, city: 'גבעתיים', street: 'כצנלסון', number: '12', rooms: 4 };
    await use('save_lead', {
      ...offer,
      deal: 'sell',
      property: { ...property, floor: 0, asking_price_ils: 2_900_000, exclusive: true },
    });
    expect(await crm.leads.find(CONTACT)).toMatchObject({
      name: 'משה',
      deal: 'sell',
      property: { city: 'גבעתיים', street: 'כצנלסון', number: '12', rooms: 4, exclusive: true },
    });
    expect(await crm.tasks.find(`${CALL}-owner`)).toMatchObject({
      kind: 'owner_lead',
      contact: CONTACT,
      name: 'משה',
      words:
        'מוכרים נכס: גבעתיים, כצנלסון 12, 4 חדרים, קומת קרקע, מבקשים 2,900,000 ₪, מוכנים לבלעדיות',
    });
    expect(await crm.written()).toHaveLength(2);
    // A later fact alone takes nothing of this away.
    await use('save_lead', { ...offer, property: { ...unknown, sqm: 95 } });
    expect((await crm.tasks.find(`${CALL}-owner`))?.words).toMatch(/כצנלסון 12.*95 מ"ר.*2,900,000/);
  });

  test('who calls again has no second task while the first is open', async () => {
    const { contact } = { contact: '+972529998877' };
    await using known = await openCrmStore();
    const use = async (callSid: string) => {
      const toolbox = createToolbox(
        { ...known, now: () => NOW },
        {
          channel: 'phone',
          contact: async () => contact,
          id: `${callSid}-001-0001`,
          holdsCall: async () => true,
          officeAnswers: true,
        },
      );
      const sent = JSON.stringify({ ...offer, deal: 'let', city: 'חיפה' });
      await toolbox.use({ name: 'save_lead', arguments: sent }, AbortSignal.timeout(5_000));
    };
    await use(CALL);
    await use(LATER_CALL);
    expect(await known.tasks.ofContact(contact)).toMatchObject([{ id: `${CALL}-owner` }]);
    await known.tasks.done(`${CALL}-owner`, 'office', NOW);
    await use(LATER_CALL);
    expect(await known.tasks.ofContact(contact)).toHaveLength(2);
  });

  test('of two homes has a task for each, and loses no fact of the first', async () => {
    const use = callOf(CONTACT);
    const one = { ...unknown, city: 'גבעתיים', street: 'כצנלסון', number: '12', rooms: 4 };
    const other = { ...unknown, city: 'חיפה', street: 'הרצל', number: '5' };
    const sell = { ...offer, deal: 'sell' };
    await use('save_lead', { ...sell, budget_ils: 2_900_000, property: one });
    await use('save_lead', { ...sell, property: other });
    // A later fact belongs to the home that was told last.
    await use('save_lead', { ...offer, property: { ...unknown, sqm: 95 } });
    await use('save_lead', { ...offer, property: { ...one, sqm: 110 } });
    const rows = (await crm.written()).filter(({ kind }) => kind === 'owner_lead');
    expect(rows.map(({ words }) => words).toSorted()).toEqual([
      expect.stringMatching(
        /^מוכרים נכס: גבעתיים, כצנלסון 12, 4 חדרים, מבקשים 2,900,000 ₪; .*110 מ"ר/,
      ),
      'מוכרים נכס: חיפה, הרצל 5, 95 מ"ר',
    ]);
    const lead = await crm.leads.find(CONTACT);
    expect(lead?.property).toEqual({
      city: 'גבעתיים',
      street: 'כצנלסון',
      number: '12',
      rooms: 4,
      sqm: 110,
    });
    expect(lead?.notes).toContain('נכס נוסף: חיפה, הרצל 5, 95 מ"ר');
  });

  test('who spells the street in another way still speaks of one home', async () => {
    const use = callOf(CONTACT);
    for (const street of ['שינקין', 'רחוב שנקין']) {
      const property = { ...unknown, street, number: '7' };
      await use('save_lead', { ...offer, deal: 'sell', property });
    }
    expect(await crm.written()).toHaveLength(2);
    expect(await crm.leads.find(CONTACT)).not.toHaveProperty('notes');
  });

  test('whose notes repeat the street is read of it once', async () => {
    const property = { ...unknown, city: 'גבעתיים', street: 'כצנלסון', number: '12' };
    const notes = 'רחוב כצנלסון 12, גבעתיים, משופצת';
    await callOf(CONTACT)('save_lead', { ...offer, deal: 'sell', notes, property });
    const [task] = (await crm.written()).filter(({ kind }) => kind === 'owner_lead');
    expect(task).toMatchObject({ words: 'מוכרים נכס: גבעתיים, כצנלסון 12, משופצת' });
    expect(await crm.leads.find(CONTACT)).toMatchObject({ notes: 'משופצת' });
  });

  test('who looks for a home is no task', async () => {
    const use = callOf(CONTACT);
    await use('save_lead', { ...offer, deal: 'rent', city: 'חיפה', property: unknown });
    expect(await crm.leads.find(CONTACT)).not.toHaveProperty('property');
    expect(await crm.written()).toHaveLength(1);
  });
});

test('a callback is moved within a call, however late the indexes are', async () => {
  const use = callOf(CONTACT);
  const callback = {
    at: null,
    reason: 'מחיר',
    phone: null,
    name: null,
    asked_for: null,
    listing_id: null,
  };
  await use('request_callback', { ...callback, at: '2090-11-22T10:00' });
  expect(await use('request_callback', { ...callback, at: '2090-11-22T11:00' })).toEqual({
    requested: true,
    at: '2090-11-22T11:00',
    moved: true,
  });
  expect(await crm.written()).toMatchObject([{ due_at: Date.parse('2090-11-22T09:00:00Z') }]);
});

test('the agent promises nothing while the store is away: its tools fail', async () => {
  const use = callOf(CONTACT);
  await crm.setFault('down');
  const callback = {
    at: null,
    reason: 'מחיר',
    phone: null,
    name: null,
    asked_for: null,
    listing_id: null,
  };
  expect(await use('request_callback', callback)).toHaveProperty('error');
  await crm.setFault('none');
  expect(await crm.written()).toEqual([]);
});
