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
const CALL = 'CA0123456789abcdef0123456789abcdef';
const TURN = `${CALL}-001-0003`;
/** Wednesday at 10:00. */
const WEDNESDAY = '2090-11-22T10:00';

let crm: CrmStore;
let ended: unknown[];
beforeEach(async () => {
  ended = [];
  crm = await openCrmStore();
});
afterEach(() => crm[Symbol.asyncDispose]());

const phoneTurn: ToolTurn = {
  channel: 'phone',
  contact: async () => CONTACT,
  id: TURN,
  holdsCall: async () => true,
  end: (intent) => ended.push(intent),
  officeAnswers: true,
};

/** Creates the toolbox of a phone call's turn. */
function toolbox(turn: Partial<ToolTurn> = {}, parts: Omit<ToolParts, 'now'> = crm) {
  return createToolbox({ ...parts, now: () => NOW }, { ...phoneTurn, ...turn });
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
  kind: null,
  city: null,
  neighbourhood: null,
  street: null,
  house_number: null,
  ad_number: null,
  rooms_min: null,
  rooms_max: null,
  price_min_ils: null,
  price_max_ils: null,
  floor_min: null,
  floor_max: null,
  available_by: null,
  features: null,
  after: null,
};
const nothing = {
  name: null,
  deal: null,
  city: null,
  rooms: null,
  budget_ils: null,
  notes: null,
  property: null,
};
const viewing = { listing_id: 'TA-101', at: WEDNESDAY, name: null };
const callback = { at: null, reason: null, phone: null, name: null, asked_for: null };
const BOOKED = { booked: true, at: WEDNESDAY, address: 'דיזנגוף 172' };

describe('the toolbox', () => {
  test('offers nine tools on the phone, and on WhatsApp those that need no call', () => {
    const phone = [
      ...['search_listings', 'save_lead', 'book_viewing', 'cancel_viewing', 'request_callback'],
      ...['note_request', 'stop_messages'],
    ];
    const names = (box: Box) => box.tools.map(({ name }) => name);
    expect(names(toolbox())).toEqual([...phone, 'transfer_to_human', 'end_call']);
    expect(names(toolbox({ channel: 'whatsapp', end: undefined }))).toEqual([
      ...phone,
      'agree_to_alerts',
    ]);
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
        deal: { type: ['string', 'null'], enum: ['rent', 'sale', null] },
        available_by: { type: ['string', 'null'], pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
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
    ['a time with seconds', 'request_callback', { ...callback, at: `${WEDNESDAY}:00` }],
    ['an hour that the clocks skip', 'request_callback', { ...callback, at: '2091-03-23T02:30' }],
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
    expect(await use('search_listings', anything, { turn })).toMatchObject({ found: 15 });
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
    ['request_callback', { ...callback, at: WEDNESDAY }],
    ['note_request', { kind: 'other', urgent: false, words: 'נזילה', name: null, phone: null }],
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
      street: 'דיזנגוף',
      neighbourhood: 'הצפון הישן',
      rooms: 2,
      floor: 3,
      floors: 4,
      sqm: 52,
      price_ils: 6_400,
      arnona_ils: 416,
      vaad_ils: 250,
      features: ['elevator', 'balcony'],
      available_from: 'now',
      description: 'דירה שקטה לעורף, חמש דקות מהים.',
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

  test('goes on after the last home that was told, until there are no more', async () => {
    const sent = { ...anything, city: 'תל אביב' };
    const first = await use('search_listings', sent);
    expect(first).toMatchObject({ found: 5, more: 2 });
    expect(idsOf(first)).toEqual(['TA-101', 'TA-103', 'TA-105']);
    const next = await use('search_listings', { ...sent, after: 'TA-105' });
    expect(next).toMatchObject({ found: 5 });
    expect(next).not.toHaveProperty('more');
    expect(idsOf(next)).toEqual(['TA-102', 'TA-104']);
    expect(await use('search_listings', { ...sent, after: 'TA-104' })).toEqual({
      found: 5,
      listings: [],
    });
  });

  test('goes on from a home that left the market meanwhile, and offers none that did', async () => {
    const sent = { ...anything, city: 'תל אביב' };
    await use('search_listings', sent);
    const elsewhere = dynamoListings(crm.db);
    for (const id of ['TA-105', 'TA-102']) {
      const home = await crm.listings.find(id);
      if (home) await elsewhere.put([{ ...home, status: 'removed' }]);
    }
    const next = await use('search_listings', { ...sent, after: 'TA-105' });
    expect(idsOf(next)).toEqual(['TA-104']);
    expect(next).not.toHaveProperty('more');
    // A search that has read the catalogue again counts them no more.
    const anew = toolbox({}, { ...crm, listings: dynamoListings(crm.db) });
    expect(await use('search_listings', sent, { box: anew })).toMatchObject({ found: 3 });
  });

  test('begins anew after a home that it does not know, and says so', async () => {
    const sent = { ...anything, city: 'תל אביב', after: 'TA-999' };
    const result = await use('search_listings', sent);
    expect(idsOf(result)).toEqual(['TA-101', 'TA-103', 'TA-105']);
    expect(result.note).toBe('There is no home with the id of `after`. These are the first ones.');
  });

  test('finds the flat of an advertisement by street and number, and never says the number', async () => {
    const sent = { ...anything, deal: null, street: 'ברחוב ארלוזורוב', house_number: '88' };
    for (const house_number of ['after_booking', 'never'] as const) {
      const box = toolbox({}, { ...crm, office: officeOf({ house_number }) });
      const result = await use('search_listings', sent, { box });
      expect(idsOf(result)).toEqual(['TA-102']);
      expect(JSON.stringify(result)).not.toContain('88');
    }
    const box = toolbox({}, { ...crm, office: officeOf({ house_number: 'told' }) });
    const { listings } = await use('search_listings', sent, { box });
    expect(listings[0].street).toBe('ארלוזורוב 88');
    const other = await use('search_listings', { ...sent, house_number: '90' });
    expect(other).toMatchObject({
      found: 0,
      near: [{ id: 'TA-102', misses: 'another house number' }],
    });
    expect(JSON.stringify(other)).not.toContain('88');
    expect(await crm.written()).toEqual([]);
  });

  test('says that the flat of an advertisement is no longer on offer', async () => {
    const home = await crm.listings.find('TA-102');
    if (home) await crm.listings.put([{ ...home, ad_ids: ['4523111'], status: 'removed' }]);
    const gone = {
      found: 0,
      no_longer_offered: [{ city: 'תל אביב-יפו', street: 'ארלוזורוב', rooms: 3 }],
    };
    const by = { ...anything, deal: null };
    const house = { ...by, street: 'ארלוזורוב', house_number: '88' };
    expect(await use('search_listings', { ...by, ad_number: '4523111' })).toMatchObject(gone);
    expect(await use('search_listings', house)).toMatchObject(gone);
    const unknown = await use('search_listings', { ...by, ad_number: '999999' });
    expect(unknown).toEqual({ found: 0, listings: [] });
  });

  test('names a home for a thousand more as what it is', async () => {
    const sent = { ...anything, city: 'רמת גן', rooms_min: 4, rooms_max: 4, price_max_ils: 8_000 };
    const { found, near } = await use('search_listings', sent);
    expect(found).toBe(0);
    expect(near).toMatchObject([{ misses: 'price 700 above', id: 'RG-202', price_ils: 8_700 }]);
  });

  test.each([
    ['a house number', { house_number: 88 }],
    ['a day', { available_by: '1.12.2026' }],
    ['a kind', { kind: 'castle' }],
    ['a floor', { floor_min: 1.5 }],
    ['a price', { price_min_ils: '5000' }],
  ])('asks the model for %s of another type again', async (_what, wrong) => {
    const result = await use('search_listings', { ...anything, ...wrong });
    expect(result).toEqual({ error: expect.stringContaining('do not fit the schema') });
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
  const idsOf = ({ listings }: { listings: Found[] }) => listings.map(({ id }) => id);
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
    expect(await crm.tasks.allOpen()).toMatchObject([
      {
        kind: 'viewing',
        contact: CONTACT,
        listing_id: 'TA-101',
        words: expect.stringMatching(/ביטל.*10:00/),
        due_at: NOW,
        channel: 'phone',
        source_sid: TURN.slice(0, 34),
      },
    ]);
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
    expect(await use('book_viewing', sent)).toEqual(BOOKED);
    expect(await crm.leads.find(CONTACT)).toMatchObject({ stage: 'viewing' });
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
    // The viewing, and the stage of its lead.
    expect((await crm.written()).length).toBe(booked ? 2 : 0);
  });

  test('is refused on a day of the office’s own, with its reason and the next opening', async () => {
    const office = officeOf({ own_dates: [{ day: '2090-11-26', hours: null, name: 'חופשה' }] });
    const box = toolbox({}, { ...crm, office });
    expect(await use('book_viewing', { ...viewing, at: '2090-11-26T10:00' }, { box })).toEqual({
      booked: false,
      reason: 'closed',
      closed_for: 'חופשה',
      opens_next: '2090-11-27T09:00',
      free: ['2090-11-27T09:00', '2090-11-27T09:30', '2090-11-27T10:00'],
    });
  });

  test('is refused on Yom Kippur by its name, with the next free times after it', async () => {
    const now = Date.parse('2090-09-28T09:00:00Z');
    const asked = async (at: string) => {
      const box = createToolbox(
        { ...crm, now: () => now },
        { ...phoneTurn, contact: async () => OTHER },
      );
      return use('book_viewing', { ...viewing, at }, { box });
    };
    expect(await asked('2090-10-04T10:00')).toEqual({
      booked: false,
      reason: 'closed',
      closed_for: 'יום כיפור',
      opens_next: '2090-10-05T09:00',
      free: ['2090-10-05T09:00', '2090-10-05T09:30', '2090-10-05T10:00'],
    });
  });

  test('offers the next free times where another has the half hour, and where the contact has', async () => {
    const turn = { contact: async () => OTHER, id: `${TURN}5` };
    await use('book_viewing', viewing, { turn });
    await use('book_viewing', { ...viewing, at: '2090-11-22T11:00' }, { turn: { id: TURN } });
    expect(await use('book_viewing', { ...viewing, at: '2090-11-22T10:20' })).toEqual({
      booked: false,
      reason: 'taken',
      free: ['2090-11-22T10:30', '2090-11-22T11:30', '2090-11-22T12:00'],
    });
    const elsewhere = { ...viewing, listing_id: 'TA-102', at: '2090-11-22T10:50' };
    expect(await use('book_viewing', elsewhere)).toEqual({
      booked: false,
      reason: 'contact_busy',
      free: ['2090-11-22T11:30', '2090-11-22T12:00', '2090-11-22T12:30'],
    });
  });

  test('is refused while the home’s broker shows another', async () => {
    for (const id of ['TA-101', 'TA-102']) {
      const home = await crm.listings.find(id);
      if (home) await crm.listings.put([{ ...home, broker: 'רונית' }]);
    }
    await use('book_viewing', viewing);
    const turn = { contact: async () => OTHER, id: `${TURN}5` };
    const elsewhere = { ...viewing, listing_id: 'TA-102', at: '2090-11-22T09:45' };
    expect(await use('book_viewing', elsewhere, { turn })).toEqual({
      booked: false,
      reason: 'broker_busy',
      free: ['2090-11-22T10:30', '2090-11-22T11:00', '2090-11-22T11:30'],
    });
  });

  test('tells the house number as the office’s settings say', async () => {
    for (const [house_number, address] of [
      ['after_booking', 'דיזנגוף 172'],
      ['never', 'דיזנגוף'],
    ] as const) {
      const box = toolbox({}, { ...crm, office: officeOf({ house_number }) });
      expect(await use('book_viewing', viewing, { box })).toMatchObject({ address });
    }
  });

  test('moves a viewing by ten minutes, with a reminder of its own', async () => {
    await use('book_viewing', viewing);
    const box = toolbox({ id: `${TURN}5` });
    expect(await use('book_viewing', { ...viewing, at: '2090-11-22T10:10' }, { box })).toEqual({
      ...BOOKED,
      at: '2090-11-22T10:10',
      instead_of: [WEDNESDAY],
    });
    expect(await crm.viewings.ofContact(CONTACT, 0)).toMatchObject([
      { at: Date.parse('2090-11-22T08:10:00Z'), status: 'booked' },
    ]);
    expect(await crm.scheduled()).toMatchObject({
      [`remind-${TURN}5-1`]: { at: '2090-11-22T06:10:00' },
    });
    expect(Object.keys(await crm.scheduled())).toHaveLength(1);
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
      contacts.map((contact, index) =>
        use('book_viewing', viewing, { turn: { contact: async () => contact, id: `CA${index}` } }),
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
      expect(again).toEqual(BOOKED);
    }
    expect(await crm.viewings.ofContact(CONTACT, 0)).toHaveLength(1);
    expect(Object.keys(await crm.scheduled())).toEqual([`remind-${TURN}-1`]);
  });

  test('moves the viewing that the contact has of the same home', async () => {
    await use('book_viewing', viewing);
    const box = toolbox({ id: `${TURN}5` });
    const later = { ...viewing, at: '2090-11-23T16:00' };
    expect(await use('book_viewing', later, { box })).toEqual({
      ...BOOKED,
      at: '2090-11-23T16:00',
      instead_of: [WEDNESDAY],
    });
    expect(await crm.tasks.ofContact(CONTACT)).toMatchObject([
      { kind: 'viewing', words: expect.stringMatching(/הזיז.*16:00, במקום .*10:00/) },
    ]);
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
    for (const [hour, listing_id] of ['TA-101', 'TA-102', 'TA-103', 'TA-104', 'TA-105'].entries()) {
      const sent = { ...viewing, listing_id, at: `2090-11-22T1${hour}:00` };
      expect(await use('book_viewing', sent, { box })).toMatchObject({ booked: true });
    }
    const sixth = { ...viewing, listing_id: 'TA-106', at: '2090-11-22T17:00' };
    expect(await use('book_viewing', sixth, { box })).toHaveProperty('error');
    const moved = { ...viewing, listing_id: 'TA-105', at: '2090-11-22T16:00' };
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
      expect(await use('book_viewing', viewing)).toEqual(BOOKED);
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
    // The caller's own number is no other one.
    await use('request_callback', { ...callback, phone: '0501234567' });
    expect(await open()).toHaveLength(2);
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
  const names = [
    ...['search_listings', 'save_lead', 'book_viewing', 'request_callback', 'note_request'],
    'end_call',
  ];
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
