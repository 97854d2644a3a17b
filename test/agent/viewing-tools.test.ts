import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createToolbox } from '#shared/agent/toolbox.ts';
import { NOW } from '../crm/crm-store.ts';
import { officeOf } from '../office/office-of.ts';
import { peopleOf, person } from '../office/people-of.ts';
import {
  CONTACT,
  nobody,
  OTHER,
  openToolDesk,
  type ToolDesk,
  TURN,
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

const BOOKED = { booked: true, at: WEDNESDAY, address: 'דיזנגוף 172' };

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
    expect(await crm.viewings.ofContact(CONTACT, NOW)).toMatchObject([
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
      [`remind-${TURN}-1`]: { at: '2090-11-21T17:15:00' },
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
        { ...desk.phoneTurn, contact: async () => OTHER },
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
    // The office wrote a part of the name to its homes.
    const parts = { ...crm, brokers: peopleOf(person(1), person(2, { name: 'רונית שגב' })) };
    await use('book_viewing', viewing, { box: toolbox({}, parts) });
    const box = toolbox({ contact: async () => OTHER, id: `${TURN}5` }, parts);
    const elsewhere = { ...viewing, listing_id: 'TA-102', at: '2090-11-22T09:45' };
    expect(await use('book_viewing', elsewhere, { box })).toEqual({
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
