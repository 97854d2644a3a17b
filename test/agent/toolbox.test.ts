import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { createToolbox } from '#shared/agent/toolbox.ts';
import type { ToolParts, ToolTurn } from '#shared/agent/tools/tool.ts';
import type { Lead } from '#shared/domain/office/lead.ts';
import { type CrmStore, NOW, openCrmStore } from '../crm/crm-store.ts';
import { officeOf } from '../office/office-of.ts';

const CONTACT = '+972501234567';
const OTHER = '+972521112233';
const TURN = 'CA0123456789abcdef0123456789abcdef-001-0003';
/** Wednesday at 10:00. */
const WEDNESDAY = '2090-11-22T10:00';

let crm: CrmStore;
let ended: unknown[];
beforeEach(async () => {
  ended = [];
  crm = await openCrmStore();
});
afterEach(() => crm[Symbol.asyncDispose]());

/** Creates the toolbox of a phone call's turn. */
function toolbox(turn: Partial<ToolTurn> = {}, parts: Omit<ToolParts, 'now'> = crm) {
  return createToolbox(
    { ...parts, now: () => NOW },
    {
      channel: 'phone',
      contact: async () => CONTACT,
      id: TURN,
      holdsCall: async () => true,
      end: (intent) => ended.push(intent),
      officeAnswers: true,
      ...turn,
    },
  );
}

/** The number is withheld. */
const nobody = async () => undefined;

/** Calls a tool as a model does, and returns its parsed result. */
async function use(
  name: string,
  sent: object | string = {},
  { turn = {}, box = toolbox(turn) }: { turn?: Partial<ToolTurn>; box?: Box } = {},
) {
  const json = typeof sent === 'string' ? sent : JSON.stringify(sent);
  return JSON.parse(await box.use({ name, arguments: json }, AbortSignal.timeout(5_000)));
}
type Box = ReturnType<typeof toolbox>;

const anything = {
  deal: 'rent',
  city: null,
  rooms_min: null,
  rooms_max: null,
  price_max_ils: null,
  features: null,
};
const nothing = {
  name: null,
  deal: null,
  city: null,
  rooms: null,
  budget_ils: null,
  notes: null,
};
const viewing = { listing_id: 'TA-101', at: WEDNESDAY, name: null };

describe('the toolbox', () => {
  test('offers eight tools on the phone, and on WhatsApp those that need no call', () => {
    const phone = [
      ...['search_listings', 'save_lead', 'book_viewing', 'cancel_viewing', 'request_callback'],
      'stop_messages',
    ];
    const names = (box: Box) => box.tools.map(({ name }) => name);
    expect(names(toolbox())).toEqual([...phone, 'transfer_to_human', 'end_call']);
    expect(names(toolbox({ channel: 'whatsapp', end: undefined }))).toEqual(phone);
  });

  test('tells a model strictly what it may send', () => {
    for (const { parameters } of toolbox().tools) {
      const { type, properties, required, additionalProperties } = parameters;
      expect({ type, additionalProperties }).toEqual({
        type: 'object',
        additionalProperties: false,
      });
      expect(required).toEqual(Object.keys(properties as object));
    }
    const [search] = toolbox().tools;
    expect(search?.parameters).toMatchObject({
      properties: {
        deal: { type: 'string', enum: ['rent', 'sale'] },
        rooms_min: { type: ['number', 'null'], minimum: 0, maximum: 30 },
        features: { type: ['array', 'null'], items: { type: 'string' } },
      },
    });
  });

  test.each([
    ['a tool that is not there', 'delete_everything', {}],
    ['a tool of another channel', 'end_call', {}],
    ['no JSON', 'save_lead', '{"name": "דנה"'],
    ['JSON of another kind', 'save_lead', '[]'],
    ['an argument too few', 'save_lead', { name: 'דנה' }],
    ['an argument too many', 'save_lead', { ...nothing, name: 'דנה', contact: OTHER }],
    ['an argument of another type', 'save_lead', { ...nothing, rooms: 'שלושה' }],
    ['a number beyond all homes', 'save_lead', { ...nothing, rooms: 31 }],
    ['a part of a room that no home has', 'save_lead', { ...nothing, rooms: 6.39e-220 }],
    ['a third of a room', 'search_listings', { ...anything, rooms_min: 3.3 }],
    ['half a shekel', 'save_lead', { ...nothing, budget_ils: 0.5 }],
    ['a text without end', 'save_lead', { ...nothing, notes: 'א'.repeat(201) }],
    ['an unknown word', 'save_lead', { ...nothing, deal: 'steal' }],
    ['a day that no calendar has', 'book_viewing', { ...viewing, at: '2090-02-30T10:00' }],
    ['a time in words', 'book_viewing', { ...viewing, at: 'מחר בעשר' }],
    ['a time with seconds', 'request_callback', { at: `${WEDNESDAY}:00`, reason: null }],
    ['an hour that the clocks skip', 'request_callback', { at: '2091-03-23T02:30', reason: null }],
  ])('answers %s with an error, and writes nothing', async (_what, name, sent) => {
    const result = await use(name, sent, { turn: { end: undefined } });
    expect(result).toEqual({ error: expect.stringMatching(/^[A-Z][\w ,.']+\.$/) });
    expect(await crm.written()).toEqual([]);
  });

  test('tells of a store that is away, and stays whole', async () => {
    await crm.setFault('down');
    const sorry = { error: 'It did not work. Say so, and offer a callback from the office.' };
    expect(await use('search_listings', anything)).toEqual(sorry);
    expect(await use('save_lead', { ...nothing, name: 'דנה' })).toEqual(sorry);
    expect(await use('book_viewing', viewing)).toEqual(sorry);
    await crm.setFault('none');
    expect(await use('book_viewing', viewing)).toMatchObject({ booked: true });
  });

  test('does nothing more for a turn that lost its call, or cannot know', async () => {
    const lost = { error: 'This call is no longer yours. Do nothing more.' };
    for (const [name, sent] of writing) {
      expect(await use(name, sent, { turn: { holdsCall: async () => false } })).toEqual(lost);
      const turn = { holdsCall: () => Promise.reject(new Error('away')) };
      expect(await use(name, sent, { turn })).toHaveProperty('error');
    }
    expect([await crm.written(), await crm.scheduled()]).toEqual([[], {}]);
    const turn = { holdsCall: async () => false };
    expect(await use('search_listings', anything, { turn })).toMatchObject({ found: 5 });
    expect(await crm.written()).toEqual([]);
  });

  test('asks whether the call is still its own before every write', async () => {
    let asked = 0;
    const turn = { holdsCall: async () => ++asked === 1 };
    const box = toolbox(turn);
    expect(await use('save_lead', { ...nothing, name: 'דנה' }, { box })).toEqual({ saved: true });
    expect(await use('book_viewing', viewing, { box })).toHaveProperty('error');
    expect(await crm.viewings.ofContact(CONTACT, 0)).toEqual([]);
  });

  test('throws once its asker has left, and does not begin further writes', async () => {
    const held = Promise.withResolvers<boolean>();
    const asked = Promise.withResolvers<void>();
    const nobody = new AbortController();
    const holdsCall = () => {
      asked.resolve();
      return held.promise;
    };
    const sent = { name: 'save_lead', arguments: JSON.stringify({ ...nothing, name: 'דנה' }) };
    const used = toolbox({ holdsCall }).use(sent, nobody.signal);
    await asked.promise;
    nobody.abort(new Error('the caller spoke'));
    await expect(used).rejects.toThrow('the caller spoke');
    held.resolve(true);
    await expect(toolbox().use(sent, nobody.signal)).rejects.toThrow('the caller spoke');
    expect(await use('end_call')).toEqual({ ending: true });
    expect(await crm.written()).toEqual([]);
  });

  const writing: [string, object][] = [
    ['save_lead', { ...nothing, name: 'דנה' }],
    ['book_viewing', viewing],
    ['request_callback', { at: WEDNESDAY, reason: null }],
  ];
});

describe('search_listings', () => {
  test('tells of three homes at most, of each what is known', async () => {
    const sent = { ...anything, city: 'ת"א' };
    const { found, listings } = await use('search_listings', sent);
    expect([found, listings.length]).toEqual([5, 3]);
    expect(listings[0]).toEqual({
      id: 'TA-101',
      deal: 'rent',
      city: 'תל אביב',
      street: 'דיזנגוף 172',
      neighbourhood: 'הצפון הישן',
      rooms: 2,
      floor: 3,
      sqm: 52,
      price_ils: 6_400,
      features: ['elevator', 'balcony'],
      available_from: 'now',
    });
  });

  test.each([
    [3, null],
    [null, 3],
    [3, 3],
  ])(
    'takes three rooms for three or three and a half: from %s to %s',
    async (rooms_min, rooms_max) => {
      const sent = { ...anything, city: 'ראשון לציון', rooms_min, rooms_max };
      const { listings } = await use('search_listings', sent);
      expect(listings.map(({ id, rooms }: Found) => [id, rooms])).toEqual([['RL-601', 3.5]]);
    },
  );

  test('takes two numbers of rooms as they are, whichever comes first', async () => {
    const rooms = async (rooms_min: number, rooms_max: number) =>
      (await use('search_listings', { ...anything, city: 'תל אביב', rooms_min, rooms_max })).found;
    expect([await rooms(2, 2.5), await rooms(2.5, 2), await rooms(4, 30)]).toEqual([2, 2, 1]);
  });

  test('understands features in free words, and names what it does not', async () => {
    const features = ['ממ"ד', 'elevator', 'נוף לים', ''];
    const sent = { ...anything, city: 'תל אביב', features };
    const { listings, ignored } = await use('search_listings', sent);
    expect(listings.map(({ id }: Found) => id)).toEqual(['TA-105', 'TA-104']);
    expect(ignored).toEqual(['נוף לים']);
  });

  test('says so where it did not search all homes', async () => {
    const listings = dynamoListings(crm.db, { pageRows: 1, maxPages: 1 });
    const box = toolbox({}, { ...crm, listings });
    const sent = { ...anything, rooms_min: 30, rooms_max: 30 };
    expect(await use('search_listings', sent, { box })).toEqual({
      found: 0,
      listings: [],
      incomplete: expect.stringContaining('Not all homes were searched'),
    });
    expect(await use('search_listings', sent)).toEqual({ found: 0, listings: [] });
  });

  test('tells of no more than a model reads, whatever an office wrote and a caller wants', async () => {
    const quotes = '"'.repeat(100);
    const [first] = (await crm.listings.search({ deal: 'rent', city: 'תל אביב' })).listings;
    if (!first) throw new Error('The sample has homes in Tel Aviv.');
    const verbose = { ...first, city: 'שם', street: quotes, neighbourhood: quotes };
    const ids = ['1', '2', '3'].map((id) => `${id}${quotes}`);
    await crm.listings.put(ids.map((id) => ({ ...verbose, id })));
    const features = Array(5).fill('\u0001'.repeat(200));
    const result = await use('search_listings', { ...anything, city: 'שם', features: null });
    expect([result.found, result.listings.length]).toEqual([3, 2]);
    const call = { ...anything, city: 'תל אביב', features };
    const json = JSON.stringify(await use('search_listings', call));
    expect(json.length).toBeLessThan(2_000);
    expect(JSON.parse(json).ignored).toHaveLength(3);
  });

  test('keeps a search as the caller’s wish', async () => {
    const sent = { ...anything, city: 'תל אביב', rooms_min: 3, rooms_max: 3 };
    await use('search_listings', { ...sent, price_max_ils: 9_000 });
    expect(await crm.leads.find(CONTACT)).toMatchObject({
      deal: 'rent',
      city: 'תל אביב',
      rooms: 3,
      budget_ils: 9_000,
    });
    await use('search_listings', anything, { turn: { contact: nobody } });
    expect(await crm.written()).toHaveLength(1);
  });

  type Found = { id: string; rooms: number };
});

describe('save_lead', () => {
  test('keeps what was told, and adds to it', async () => {
    const sent = { ...nothing, deal: 'rent', city: ' תל אביב ', rooms: 3, budget_ils: 7_000 };
    expect(await use('save_lead', sent)).toEqual({ saved: true });
    await use('save_lead', { ...nothing, name: 'דנה', notes: '', rooms: 3.5 });
    expect(await crm.leads.find(CONTACT)).toEqual({
      contact: CONTACT,
      name: 'דנה',
      deal: 'rent',
      city: 'תל אביב',
      rooms: 3.5,
      budget_ils: 7_000,
      source: 'phone',
      created_at: NOW,
      updated_at: NOW,
    } satisfies Lead);
  });

  test('needs at least one detail, and a caller with a number', async () => {
    expect(await use('save_lead', nothing)).toHaveProperty('error');
    const turn = { contact: nobody };
    const sent = { ...nothing, name: 'דנה' };
    expect(await use('save_lead', sent, { turn })).toEqual({ saved: false, reason: 'no_number' });
    expect(await crm.written()).toEqual([]);
  });
});

describe('cancel_viewing', () => {
  const book = (listing_id: string, at: string) =>
    use('book_viewing', { ...viewing, listing_id, at });
  const cancel = (sent: object = {}, options = {}) =>
    use('cancel_viewing', { listing_id: null, at: null, ...sent }, options);
  const booked = async () =>
    (await crm.viewings.ofContact(CONTACT, NOW)).filter(({ status }) => status === 'booked');

  test('frees the half hour of the contact’s only viewing, and takes its reminder back', async () => {
    await book('TA-101', WEDNESDAY);
    expect(await cancel()).toEqual({ cancelled: true, at: WEDNESDAY, listing_id: 'TA-101' });
    expect([await booked(), await crm.scheduled()]).toEqual([[], {}]);
    const turn = { contact: async () => OTHER };
    expect(await use('book_viewing', viewing, { turn })).toMatchObject({ booked: true });
    expect(await cancel()).toEqual({ cancelled: false, reason: 'no_such_viewing' });
  });

  test('asks which of several is meant, and cancels the one that is named', async () => {
    await book('TA-101', WEDNESDAY);
    await book('TA-102', '2090-11-23T11:00');
    const several = [
      { at: WEDNESDAY, listing_id: 'TA-101' },
      { at: '2090-11-23T11:00', listing_id: 'TA-102' },
    ];
    expect(await cancel()).toEqual({ cancelled: false, reason: 'several', viewings: several });
    expect(await cancel({ at: '2090-11-23T12:00' })).toEqual({
      cancelled: false,
      reason: 'no_such_viewing',
      viewings: several,
    });
    expect(await cancel({ listing_id: 'TA-102' })).toMatchObject({ cancelled: true });
    expect((await booked()).map(({ listing_id }) => listing_id)).toEqual(['TA-101']);
  });

  test('is nothing for a withheld number, and never touches another contact’s viewing', async () => {
    await book('TA-101', WEDNESDAY);
    expect(await cancel({}, { turn: { contact: nobody } })).toEqual({
      cancelled: false,
      reason: 'no_number',
    });
    const turn = { contact: async () => OTHER };
    expect(await cancel({ at: WEDNESDAY }, { turn })).toMatchObject({ cancelled: false });
    expect(await booked()).toHaveLength(1);
  });
});

describe('book_viewing', () => {
  test('books a home, and has people reminded two hours before', async () => {
    const sent = { ...viewing, name: 'דנה' };
    expect(await use('book_viewing', sent)).toEqual({ booked: true, at: WEDNESDAY });
    expect(await crm.viewings.ofContact(CONTACT, NOW)).toEqual([
      {
        id: `TA-101#${WEDNESDAY}`,
        contact: CONTACT,
        listing_id: 'TA-101',
        at: Date.parse('2090-11-22T08:00:00Z'),
        status: 'booked',
        name: 'דנה',
        source_id: `${TURN}-1`,
        created_at: NOW,
      },
    ]);
    expect(await crm.scheduled()).toEqual({
      [`remind-${TURN}-1`]: {
        at: '2090-11-22T06:00:00',
        to: 'remind',
        input: {
          kind: 'viewing',
          viewingId: `TA-101#${WEDNESDAY}`,
          sourceId: `${TURN}-1`,
        },
      },
    });
  });

  test('has people reminded before a quiet time that the reminder would fall into', async () => {
    const office = officeOf({ quiet_hours: { from: '20:00', to: '09:00' } });
    await use('book_viewing', viewing, { box: toolbox({}, { ...crm, office }) });
    expect(await crm.scheduled()).toMatchObject({
      [`remind-${TURN}-1`]: { at: '2090-11-21T17:59:00' },
    });
  });

  test.each([
    ['2090-11-20T11:30', 'past'],
    ['2090-11-20T12:00', 'past'],
    ['2090-11-20T12:05', undefined],
    ['2091-01-19T11:30', undefined],
    ['2091-01-19T12:00', 'too_far'],
    ['2090-11-22T09:00', undefined],
    ['2090-11-22T08:59', 'closed'],
    ['2090-11-22T18:30', undefined],
    ['2090-11-22T18:31', 'closed'],
    ['2090-11-22T19:00', 'closed'],
    ['2090-11-24T12:30', undefined],
    ['2090-11-24T12:31', 'closed'],
    ['2090-11-25T10:00', 'closed'],
    ['2090-11-26T10:00', undefined],
  ])('at %s is refused for: %s', async (at, reason) => {
    const booked = reason === undefined;
    expect(await use('book_viewing', { ...viewing, at })).toMatchObject(
      booked ? { booked, at } : { booked, reason },
    );
    expect((await crm.written()).length).toBe(booked ? 1 : 0);
  });

  test('is refused on a day of the office’s own, with its reason and the next opening', async () => {
    const office = officeOf({ own_dates: [{ day: '2090-11-26', hours: null, name: 'חופשה' }] });
    const box = toolbox({}, { ...crm, office });
    expect(await use('book_viewing', { ...viewing, at: '2090-11-26T10:00' }, { box })).toEqual({
      booked: false,
      reason: 'closed',
      closed_for: 'חופשה',
      opens_next: '2090-11-27T09:00',
    });
  });

  test('books only what is on offer', async () => {
    const unknown = { booked: false, reason: 'unknown_listing' };
    expect(await use('book_viewing', { ...viewing, listing_id: 'TA-999' })).toEqual(unknown);
    expect(await use('book_viewing', { ...viewing, listing_id: '' })).toEqual(unknown);
    const home = await crm.listings.find('TA-101');
    if (home) await crm.listings.put([{ ...home, status: 'removed' }]);
    expect(await use('book_viewing', viewing)).toEqual(unknown);
  });

  test('books nothing for a caller who cannot be called', async () => {
    const turn = { contact: nobody };
    const noNumber = { booked: false, reason: 'no_number' };
    expect(await use('book_viewing', viewing, { turn })).toEqual(noNumber);
    expect(await crm.written()).toEqual([]);
  });

  test('books nothing, and calls no number withheld, while it is not known whose call it is', async () => {
    const contact = () => Promise.reject(new Error('away'));
    const answer = await use('book_viewing', viewing, { turn: { contact } });
    expect(answer).toEqual({ error: expect.stringContaining('did not work') });
    expect(await crm.written()).toEqual([]);
  });

  test('gives one half hour of a home to one of many callers who want it at once', async () => {
    const contacts = Array.from({ length: 20 }, (_, index) => `+9725011122${index + 10}`);
    const results = await Promise.all(
      contacts.map((contact) =>
        use('book_viewing', viewing, { turn: { contact: async () => contact } }),
      ),
    );
    expect(results.filter(({ booked }) => booked)).toHaveLength(1);
    expect(results.filter(({ reason }) => reason === 'taken')).toHaveLength(19);
    const later = { ...viewing, at: '2090-11-22T10:30' };
    expect(await use('book_viewing', later)).toMatchObject({ booked: true });
    const within = { ...viewing, at: '2090-11-22T10:59' };
    const turn = { contact: async () => OTHER };
    expect(await use('book_viewing', within, { turn })).toMatchObject({ reason: 'taken' });
  });

  test('is the same booking, however it is repeated for the contact', async () => {
    await use('book_viewing', viewing);
    for (const id of [TURN, `${TURN}5`]) {
      const again = await use('book_viewing', viewing, { turn: { id } });
      expect(again).toEqual({ booked: true, at: WEDNESDAY });
    }
    expect(await crm.viewings.ofContact(CONTACT, 0)).toHaveLength(1);
    expect(Object.keys(await crm.scheduled())).toEqual([`remind-${TURN}-1`]);
  });

  test('moves the viewing that the contact has of the same home', async () => {
    await use('book_viewing', viewing);
    const box = toolbox({ id: `${TURN}5` });
    const later = { ...viewing, at: '2090-11-23T16:00' };
    expect(await use('book_viewing', later, { box })).toEqual({
      booked: true,
      at: '2090-11-23T16:00',
      instead_of: [WEDNESDAY],
    });
    const statuses = (await crm.viewings.ofContact(CONTACT, 0)).map(({ status }) => status);
    expect(statuses).toEqual(['cancelled', 'booked']);
    expect(Object.keys(await crm.scheduled())).toEqual([`remind-${TURN}5-1`]);
    const again = { ...viewing, at: '2090-11-26T09:00' };
    const turnAgain = { id: `${TURN}7` };
    expect(await use('book_viewing', again, { turn: turnAgain })).toMatchObject({
      instead_of: ['2090-11-23T16:00'],
    });
    // The half hour is free again.
    const turn = { contact: async () => OTHER, id: `${TURN}6` };
    expect(await use('book_viewing', viewing, { turn })).toMatchObject({ booked: true });
  });

  test('leaves more than a handful of homes to a person', async () => {
    const box = toolbox();
    for (const listing_id of ['TA-101', 'TA-102', 'TA-103', 'TA-104', 'TA-105']) {
      const sent = { ...viewing, listing_id };
      expect(await use('book_viewing', sent, { box })).toMatchObject({ booked: true });
    }
    const sixth = { ...viewing, listing_id: 'TA-106' };
    expect(await use('book_viewing', sixth, { box })).toHaveProperty('error');
    const moved = { ...viewing, listing_id: 'TA-105', at: '2090-11-22T12:00' };
    expect(await use('book_viewing', moved, { box })).toMatchObject({ booked: true });
  });

  test('needs no reminder that would come at once', async () => {
    const soon = { ...viewing, at: '2090-11-20T13:35' };
    expect(await use('book_viewing', soon)).toMatchObject({ booked: true });
    expect(await crm.scheduled()).toEqual({});
    const sooner = { ...viewing, at: '2090-11-20T13:36' };
    const turn = { contact: async () => OTHER };
    expect(await use('book_viewing', { ...sooner, listing_id: 'TA-102' }, { turn })).toMatchObject({
      booked: true,
    });
    expect(Object.keys(await crm.scheduled())).toHaveLength(1);
  });

  test.each(['down', 'hang'] as const)(
    'stands although its reminder is lost: %s',
    async (fault) => {
      await crm.scheduler.setFault(fault);
      const startedAt = performance.now();
      expect(await use('book_viewing', viewing)).toEqual({ booked: true, at: WEDNESDAY });
      // A tool that takes 1,500 ms is given up.
      expect(performance.now() - startedAt).toBeLessThan(1_400);
      expect(await crm.viewings.ofContact(CONTACT, 0)).toHaveLength(1);
      await crm.scheduler.setFault('none');
      // Booking again schedules the missing reminder.
      await use('book_viewing', viewing, { turn: { id: `${TURN}5` } });
      expect(Object.keys(await crm.scheduled())).toEqual([`remind-${TURN}-1`]);
    },
  );
});

describe('request_callback', () => {
  test('is written down, and falls due at its time', async () => {
    const sent = { at: WEDNESDAY, reason: 'משכנתה' };
    expect(await use('request_callback', sent)).toEqual({ requested: true, at: WEDNESDAY });
    expect(await crm.leads.find(CONTACT)).toEqual({
      contact: CONTACT,
      callback_id: `${TURN}-1`,
      callback_at: Date.parse('2090-11-22T08:00:00Z'),
      callback_reason: 'משכנתה',
      source: 'phone',
      created_at: NOW,
      updated_at: NOW,
    });
    expect(await crm.scheduled()).toEqual({
      [`callback-${TURN}-1`]: {
        at: '2090-11-22T08:00:00',
        to: 'remind',
        input: { kind: 'callback', callbackId: `${TURN}-1` },
      },
    });
  });

  test('as soon as possible is due at once, and replaces an earlier wish', async () => {
    const box = toolbox({ channel: 'whatsapp' });
    await use('request_callback', { at: WEDNESDAY, reason: 'משכנתה' }, { box });
    const soon = { at: null, reason: null };
    expect(await use('request_callback', soon, { box })).toEqual({ requested: true, at: null });
    expect(await crm.leads.find(CONTACT)).toEqual({
      contact: CONTACT,
      callback_due_at: NOW,
      callback_id: `${TURN}-2`,
      callback_at: NOW,
      source: 'whatsapp',
      created_at: NOW,
      updated_at: NOW,
    });
    expect(Object.keys(await crm.scheduled())).toEqual([`callback-${TURN}-1`]);
  });

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
    expect(await use('request_callback', { at, reason: null })).toMatchObject(
      requested ? { requested, at } : { requested, reason },
    );
    expect((await crm.written()).length).toBe(requested ? 1 : 0);
  });

  test('is nothing for a caller who cannot be called', async () => {
    const turn = { contact: nobody };
    const sent = { at: null, reason: null };
    expect(await use('request_callback', sent, { turn })).toEqual({
      requested: false,
      reason: 'no_number',
    });
    expect(await crm.written()).toEqual([]);
  });
});

describe('the end of a call', () => {
  test('is asked for, and is up to the session', async () => {
    const box = toolbox();
    expect(await use('transfer_to_human', { to: null, reason: null }, { box })).toEqual({
      transferring: true,
    });
    expect(await use('end_call', {}, { box })).toEqual({ ending: true });
    expect(ended).toEqual(['human', 'goodbye']);
  });

  test('does not hand over where no person is available', async () => {
    const turn = { officeAnswers: false };
    expect(await use('transfer_to_human', { to: null, reason: 'כועס' }, { turn })).toEqual({
      transferring: false,
      reason: 'nobody_there',
    });
    expect(ended).toEqual([]);
  });
});

describe('whatever a model sends', () => {
  const names = ['search_listings', 'save_lead', 'book_viewing', 'request_callback', 'end_call'];
  const keys = ['listing_id', 'at', 'name', 'reason', ...Object.keys({ ...nothing, ...anything })];
  const word = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('TA-101', WEDNESDAY, 'rent'),
  );
  const value = fc.oneof(word, fc.double(), fc.integer(), fc.constant(null), fc.array(word));
  /** Arguments that are sometimes valid, or any JSON at all. */
  const sent = fc.oneof(
    fc.string(),
    fc.json(),
    fc.dictionary(fc.constantFrom(...keys), value).map((some) => JSON.stringify(some)),
    fc
      .record({ name: word, at: fc.constant(WEDNESDAY), listing_id: fc.constant('TA-101') })
      .map((some) => JSON.stringify(some)),
    fc
      .record({ name: word, notes: word, city: word, deal: fc.constant('let') })
      .map((some) => JSON.stringify({ ...nothing, ...some })),
    fc
      .record({ city: word, features: fc.array(word), rooms_min: fc.double(), deal: word })
      .map((some) => JSON.stringify({ ...anything, ...some })),
  );
  const call = fc.record({
    name: fc.oneof(fc.constantFrom(...names), fc.string(), fc.constantFrom('__proto__', 'use')),
    arguments: sent,
  });

  test('it gets JSON of no more than two thousand characters', async () => {
    await fc.assert(
      fc.asyncProperty(call, async (anyCall) => {
        const result = await toolbox().use(anyCall, AbortSignal.timeout(5_000));
        expect(result.length).toBeLessThanOrEqual(2_000);
        expect(JSON.parse(result)).toBeTypeOf('object');
      }),
      { numRuns: 300 },
    );
    for (const row of await crm.written()) expect(row['contact']).toBe(CONTACT);
  });

  test('nothing is written for a turn that does not hold its call', async () => {
    const turn = { holdsCall: async () => false };
    await fc.assert(
      fc.asyncProperty(call, async (anyCall) => {
        await toolbox(turn).use(anyCall, AbortSignal.timeout(5_000));
      }),
      { numRuns: 300 },
    );
    expect([await crm.written(), await crm.scheduled()]).toEqual([[], {}]);
  });
});
