import { describe, expect, test } from 'vitest';
import { brokerOfLead, matterOf, rankedBrokers } from '#shared/domain/office/assignment.ts';
import { brokerNamed } from '#shared/domain/office/broker-name.ts';
import { brokerOf } from '#shared/domain/office/viewing-broker.ts';
import { person } from './people-of.ts';

const rents = person(1, { name: 'דנה לוי', areas: ['תל אביב', 'פלורנטין'], deals: ['rent'] });
const sells = person(2, { name: 'יוסי כהן', areas: ['רמת גן'], deals: ['sale'] });
const owner = person(3, { name: 'רות מזרחי', role: 'owner', email: 'ruth@example.com' });
const assistant = person(4, { name: 'דנה ברק', role: 'assistant' });
const people = [rents, sells, owner, assistant];
const first = (matter: Parameters<typeof rankedBrokers>[1], key = 'k') =>
  rankedBrokers(people, matter, key)[0];

describe('a lead goes', () => {
  test.each([
    ['to the broker of its area and deal', { deal: 'rent', city: 'ת"א' }, rents],
    ['to the broker of the home by a first name', { city: 'רמת גן', broker: 'יוסי' }, sells],
    ['to the broker of the home as spelt by sound', { city: 'רמת גן', broker: 'דנה לווי' }, rents],
    [
      'to the broker of the neighbourhood, said with its kind',
      { deal: 'let', neighbourhood: 'שכונת פלורנטין' },
      rents,
    ],
    ['to the broker of the neighbourhood', { deal: 'let', neighbourhood: 'פלורנטין' }, rents],
    ['to the broker of a sale, where an owner sells', { deal: 'sell', city: 'רמת-גן' }, sells],
    [
      'to somebody of every area, where the area is nobody’s',
      { deal: 'rent', city: 'חיפה' },
      owner,
    ],
    ['to the broker of the home they asked for', { city: 'רמת גן', broker: 'דנה לוי' }, rents],
    ['to that broker by phone', { city: 'תל אביב', broker: '050-0000002' }, sells],
    ['to that broker by e-mail address', { deal: 'sale', broker: 'Ruth@Example.com' }, owner],
    [
      'by its area, where the home names somebody who left',
      { deal: 'sale', city: 'רמת גן', broker: 'מישה' },
      sells,
    ],
  ] as const)('%s', (_, matter, expected) => {
    expect(first(matter)).toBe(expected);
  });

  test('to an assistant only where nobody else works', () => {
    expect(rankedBrokers([assistant, sells], { deal: 'rent' }, 'k')[0]).toBe(sells);
    expect(rankedBrokers([assistant], {}, 'k')).toEqual([assistant]);
    expect(rankedBrokers([], {}, 'k')).toEqual([]);
  });

  test('to equals in fair shares, each contact always to the same one', () => {
    const equals = [1, 2, 3, 4].map((number) => person(number));
    const contacts = Array.from({ length: 2_000 }, (_, index) => `+97250${1_000_000 + index}`);
    const shareOf = (staff: typeof equals) =>
      contacts.map((contact) => rankedBrokers(staff, {}, contact)[0]?.id);
    const usual = shareOf(equals);
    const shares = Map.groupBy(usual, (id) => id);
    for (const share of shares.values()) expect(share.length).toBeGreaterThan(400);
    expect(shareOf(equals.toReversed())).toEqual(usual);
    const moved = shareOf(equals.slice(0, 3)).filter((id, index) => id !== usual[index]);
    expect(moved.length).toBe(shares.get('p4')?.length);
  });
});

test('an area is one place however it is written', () => {
  const north = person(5, { areas: ['צפון ישן'] });
  const elsewhere = person(6, { areas: ['רמת גן'] });
  for (const neighbourhood of ['הצפון הישן', 'שכונת הצפון הישן']) {
    const [best] = rankedBrokers([elsewhere, north], { city: 'תל אביב', neighbourhood }, 'k');
    expect(best).toBe(north);
  }
});

describe('the person who shows a home', () => {
  const home = { id: 'TA-1', deal: 'rent', city: 'תל אביב', neighbourhood: undefined } as const;
  const shows = (broker: string | undefined, lead?: { assigned_to: string }) =>
    brokerOf({ ...home, broker }, { contact: '+972501234567', lead, brokers: people });

  test('is its broker, by a part of the name too', () => {
    expect([shows('יוסי'), shows('יוסי כהן'), shows('Ruth@example.com')]).toEqual([
      'p2',
      'p2',
      'p3',
    ]);
  });

  test('is the lead’s or the area’s where its name is nobody’s here, or several people’s', () => {
    expect(shows('משה', { assigned_to: 'p2' })).toBe('p2');
    expect(shows('דנה')).toBe('p1');
    expect(shows('משה')).toBe('p1');
  });

  test('is nobody where the office has no people', () => {
    const none = { contact: '+972501234567', lead: undefined, brokers: [] };
    expect(brokerOf({ ...home, broker: 'משה' }, none)).toBeUndefined();
  });
});

test('an owner’s lead is where the home stands', () => {
  const owner = { deal: 'sell', city: 'חיפה', property: { city: 'גבעתיים' } } as const;
  expect(matterOf(owner)).toEqual({ deal: 'sell', city: 'גבעתיים' });
  expect(matterOf({ deal: 'rent', city: 'חיפה' })).toEqual({ deal: 'rent', city: 'חיפה' });
});

test('a lead has the broker it was given, while that one works here', () => {
  expect(brokerOfLead({ assigned_to: 'p2' }, people)).toBe(sells);
  expect(brokerOfLead({ assigned_to: 'p9' }, people)).toBeUndefined();
  expect(brokerOfLead({}, people)).toBeUndefined();
});

describe('a person is found by the name that a caller says', () => {
  test.each([
    ['יוסי', 'p2'],
    ['יוסי כהן', 'p2'],
    ['כהן', 'p2'],
    ['גברת מזרחי', 'p3'],
    ['רות המתווכת', 'p3'],
    ['דָּנָה לֵוִי', 'p1'],
    ['יוסף', undefined],
    ['דנה כהן', undefined],
    ['יוסי מהמשרד', 'p2'],
    ['דנה לווי', 'p1'],
    ['רותי', 'p3'],
    ['דנה לבי', undefined],
    ['', undefined],
    ['המתווך', undefined],
    ['ליוסי', 'p2'],
    ['לגברת מזרחי', 'p3'],
    ['יוסי בבקשה', 'p2'],
    ['מנהל המשרד', 'p3'],
    ['בעלת המשרד', 'p3'],
    ['הבוס', 'p3'],
    ['בעל הבית', undefined],
    ['דני', undefined],
    ['דינה', undefined],
  ])('%s', (said, id) => {
    const named = brokerNamed(said, people);
    expect(named.is === 'found' ? named.broker.id : undefined).toBe(id);
  });

  test.each([
    ['הסוכן שלי', 'own'],
    ['המתווכת שלנו', 'own'],
    ['הסוכן של הדירה', 'of-home'],
    ['המתווך של הנכס הזה', 'of-home'],
    ['דני', 'unknown'],
    ['דינה', 'unknown'],
    ['לנציג', 'anybody'],
  ])('and "%s" names nobody: %s', (said, is) => {
    expect(brokerNamed(said, people)).toEqual({ is });
  });

  test('and several are told apart', () => {
    expect(brokerNamed('דנה', people)).toEqual({ is: 'several', brokers: [rents, assistant] });
  });
});
