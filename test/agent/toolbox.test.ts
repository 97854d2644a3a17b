import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Lead } from '#shared/domain/office/lead.ts';
import { NOW } from '../crm/crm-store.ts';
import {
  anything,
  type Box,
  CONTACT,
  callback,
  nobody,
  nothing,
  OTHER,
  openToolDesk,
  type ToolDesk,
  viewing,
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

describe('the toolbox', () => {
  test('offers ten tools on the phone, and on WhatsApp those that need no call', () => {
    const phone = [
      ...['search_listings', 'save_lead', 'book_viewing', 'cancel_viewing', 'request_callback'],
      ...['note_request', 'office_hours', 'stop_messages'],
    ];
    const names = (box: Box) => box.tools.map(({ name }) => name);
    expect(names(toolbox())).toEqual([...phone, 'transfer_to_human', 'end_call']);
    expect(names(toolbox({ channel: 'whatsapp', end: undefined }))).toEqual([
      ...phone,
      'pass_to_person',
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

describe('the end of a call', () => {
  test('is asked for, and is up to the session', async () => {
    const box = toolbox();
    expect(
      await use('transfer_to_human', { to: null, reason: null, listing_id: null }, { box }),
    ).toEqual({
      transferring: true,
    });
    expect(await use('end_call', {}, { box })).toEqual({ ending: true });
    expect(desk.ended).toEqual(['human', 'goodbye']);
  });

  test('does not hand over where no person is available', async () => {
    const turn = { officeAnswers: false };
    expect(
      await use('transfer_to_human', { to: null, reason: 'כועס', listing_id: null }, { turn }),
    ).toEqual({
      transferring: false,
      reason: 'nobody_there',
    });
    expect(desk.ended).toEqual([]);
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
