import { beforeEach, describe, expect, test } from 'vitest';
import { createOpenAiStandIn } from '#local/openai/server.ts';
import { createPhrasebook } from '#local/phrasebook/phrasebook.ts';
import { answerTo } from '#local/rule-agent/rules.ts';
import { searchFor } from '#local/rule-agent/wishes/search.ts';
import { SAMPLE_LISTINGS } from '#local/world/sample-listings.ts';
import { openaiBrain } from '#shared/adapters/openai/brain/brain.ts';
import { notingToolbox } from '#shared/agent/dialogue/tool-notes.ts';
import { resultOf } from '#shared/agent/tools/search-result.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import { searchCatalogue } from '#shared/domain/listings/catalogue-search.ts';
import type { Deal } from '#shared/domain/listings/listing.ts';
import type { Feature } from '#shared/domain/listings/listing-features.ts';
import type { ListingKind } from '#shared/domain/listings/listing-kinds.ts';
import { isParticular } from '#shared/domain/listings/listing-search.ts';
import { prepare } from '#shared/domain/listings/prepared-home.ts';
import { readListingFile } from '#shared/office/listing-import/listing-file.ts';
import { readListings } from '#shared/office/listing-import/listing-reading.ts';
import type { ToolCall } from '#shared/ports/speech.ts';
import { silenceLog } from '../doors/log.ts';

const NOW = 'עכשיו יום שני, 23 בנובמבר 2026, 11:35';
const SEARCH = 'דירת שלושה חדרים להשכרה בתל אביב עד תשעת אלפים שקל';
const ALL = [
  'search_listings',
  'save_lead',
  'book_viewing',
  'request_callback',
  'transfer_to_human',
  'end_call',
];
const callback = {
  at: null,
  reason: null,
  phone: null,
  name: null,
  asked_for: null,
  listing_id: null,
};
const SEARCHED = {
  search_listings: searchFor({
    deal: 'rent',
    city: 'תל אביב',
    rooms_min: 3,
    rooms_max: 3,
    price_max_ils: 9_000,
  }),
};
const FOUND =
  'אני בודקת רגע. יש דירת שלושה חדרים ברחוב קיבוץ גלויות, קומה 4, ב-7,800 שקל לחודש. ויש גם דירת שלושה חדרים ברחוב ארלוזורוב, ב-8,900 שקל לחודש. רוצים לקבוע ביקור?';
const CHECKING = 'אני בודקת רגע.';
const MOMENT = 'רגע אחד בבקשה.';
const MORE = 'אפשר לעזור בעוד משהו?';
const GOODBYE = 'תודה רבה לכם. יום נעים ולהתראות.';

beforeEach(() => void silenceLog());

test('finds homes, books a visit for the day and hour that were named one by one, and hangs up', async () => {
  await using call = await openCall();
  expect(await call.say('שלום, אני מחפש דירה להשכרה בתל אביב')).toBe(
    'בשמחה, דירה להשכרה בתל אביב. כמה חדרים מחפשים?',
  );
  expect(await call.say('שלושה חדרים')).toBe('שלושה חדרים, הבנתי. ומה התקציב לחודש?');
  expect(await call.say('עד תשעת אלפים שקל')).toBe(FOUND);
  expect(call.done()).toEqual([SEARCHED]);
  expect(await call.say('כן')).toBe('בשמחה. באיזה יום נוח לכם לבקר?');
  expect(await call.say('מחר')).toBe('ביום שלישי, 24 בנובמבר. באיזו שעה נוח לכם לבקר?');
  expect(call.done()).toEqual([]);
  expect(await call.say('בעשר')).toBe(
    `${CHECKING} קבעתי לכם ביקור ביום שלישי, 24 בנובמבר, בשעה 10:00, ברחוב קיבוץ גלויות. ${MORE}`,
  );
  expect(call.done()).toEqual([
    { book_viewing: { listing_id: 'TA-105', at: '2026-11-24T10:00', name: null } },
  ]);
  expect(await call.say('לא, תודה')).toBe(GOODBYE);
  expect(call.done()).toEqual([{ end_call: {} }]);
});

test('searches again whenever the wish changes', async () => {
  await using call = await openCall();
  await call.say('אני מחפש לשכור ברמת גן שלושה חדרים עד שבעת אלפים');
  expect(await call.say('לא, ארבעה חדרים')).toBe(
    'אני בודקת רגע. לא מצאתי כרגע דירה כזאת. לרשום את הבקשה שלכם?',
  );
  expect(await call.say('אז עד תשעת אלפים')).toContain('ברחוב הרוא"ה, קומה 2, ב-8,700 שקל');
  await call.say('עם חניה ומעלית');
  await call.say('לא צריך מעלית');
  await call.say('בעצם לקנות');
  const wishes = call.done().map(({ search_listings: wish }) => wish);
  expect(wishes).toEqual(
    [
      { rooms_min: 3, price_max_ils: 7_000 },
      { rooms_min: 4, price_max_ils: 7_000 },
      { rooms_min: 4, price_max_ils: 9_000 },
      { features: ['elevator', 'parking'] },
      { features: ['parking'] },
    ].map((part) => expect.objectContaining(part)),
  );
  // A rent limits no price.
  expect(call.lines.at(-1)?.text).toBe('בשמחה, דירה לקנייה ברמת גן. ומה התקציב?');
});

test.for([
  ['עד שבע אלף', 7_000],
  ['עד שבעת אלפים וחמש מאות', 7_500],
  ['7,200 שקל', 7_200],
  ['עד 8 אלף שקל', 8_000],
  ['שנים עשר אלף', 12_000],
] as const)('understands "%s" as a limit', async ([said, limit]) => {
  await using call = await openCall();
  await call.say('שלושה חדרים להשכרה בתל אביב');
  await call.say(said);
  expect(call.done()).toEqual([
    { search_listings: expect.objectContaining({ price_max_ils: limit }) },
  ]);
});

test('tells of what the caller insists on', async () => {
  await using call = await openCall();
  expect(await call.say('לקנות ארבעה חדרים בחיפה עם מעלית וממ"ד עד שני מיליון שקל')).toContain(
    'ברחוב אבא חושי, קומה 5, עם מעלית, עם ממ"ד, ב-1,850,000 שקל. רוצים',
  );
});

test.for([
  ['את השנייה', 'TA-102'],
  ['את זאת בארלוזורוב', 'TA-102'],
  ['את הראשונה', 'TA-105'],
] as const)('books the home that is meant by "%s"', async ([choice, listing_id]) => {
  await using call = await openCall();
  await call.say(SEARCH);
  await call.say(`${choice}, מחר בעשר`);
  expect(call.done().at(-1)).toEqual({
    book_viewing: { listing_id, at: '2026-11-24T10:00', name: null },
  });
});

describe('the flat in the advertisement', () => {
  const asked = { deal: null, city: null };
  test.for([
    ['שלום, ראיתי מודעה על הדירה בארלוזורוב 88', { street: 'ארלוזורוב', house_number: '88' }],
    ['הדירה ברחוב ארלוזורוב 88 עדיין פנויה?', { street: 'ארלוזורוב', house_number: '88' }],
    ['היי, ראיתי שלט בתל אביב בארלוזורוב 88', { street: 'ארלוזורוב', house_number: '88' }],
    ['אני מתקשר לגבי נכס TA-102', { ad_number: 'TA-102' }],
    ['מספר מודעה 102', { ad_number: '102' }],
  ] as const)('is found by "%s", told without its number, and booked', async ([said, by]) => {
    await using call = await openCall();
    const told = await call.say(said);
    expect(told).toMatch(/כן, יש דירת שלושה חדרים ברחוב ארלוזורוב, .*8,900.* רוצים לקבוע ביקור\?$/);
    expect(told).not.toContain('88');
    expect(call.done()).toEqual([
      { search_listings: expect.objectContaining({ ...asked, ...by }) },
    ]);
    expect(await call.say('כן, ביום שלישי באחת עשרה בבוקר')).toContain('קבעתי לכם ביקור');
    expect(call.done().at(-1)).toMatchObject({
      book_viewing: { listing_id: 'TA-102', at: '2026-11-24T11:00' },
    });
  });

  test('that was let meanwhile is said to be gone', async () => {
    await using call = await openCall({ removed: ['TA-102'] });
    expect(await call.say('ראיתי מודעה על הדירה בארלוזורוב 88')).toBe(
      `${CHECKING} הדירה הזאת כבר לא פנויה. רוצים שסוכן יחזור אליכם?`,
    );
  });

  test('of another number in its street is told as such', async () => {
    await using call = await openCall();
    expect(await call.say('ראיתי מודעה על הדירה בארלוזורוב 90')).toContain(
      'באותו רחוב יש דירת שלושה חדרים ברחוב ארלוזורוב',
    );
  });
});

test('what else there is comes after what was told, until there is no more', async () => {
  await using call = await openCall();
  expect(await call.say(SEARCH)).toBe(FOUND);
  expect(await call.say('מה עוד יש?')).toBe(`${CHECKING} זה כל מה שמצאתי. רוצים לקבוע ביקור?`);
  expect(call.done().at(-1)).toHaveProperty('search_listings.after', 'TA-102');
});

test('a shop has no rooms to ask for', async () => {
  await using call = await openCall();
  expect(await call.say('אני מחפש חנות להשכרה בתל אביב')).toBe(
    'בשמחה, חנות להשכרה בתל אביב. ומה התקציב לחודש?',
  );
});

test('a home for a little more is told as what it is', async () => {
  await using call = await openCall();
  expect(await call.say('דירת ארבעה חדרים להשכרה ברמת גן עד שמונת אלפים שקל')).toBe(
    `${CHECKING} לא מצאתי בדיוק מה שביקשתם, אבל יש דירת ארבעה חדרים ברחוב הרוא"ה, קומה 2, ב-8,700 שקל לחודש, 700 שקל יותר ממה שאמרתם. רוצים לקבוע ביקור?`,
  );
  await call.say('כן, מחר בעשר');
  expect(call.done().at(-1)).toHaveProperty('book_viewing.listing_id', 'RG-202');
});

test.for([
  ['דירת שלושה חדרים להשכרה בפלורנטין, עד שמונת אלפים שקל', { city: 'פלורנטין', rooms_min: 3 }],
  ['אני רוצה לקנות מגרש בחיפה, עד מיליון שקל', { kind: 'plot', rooms_min: null, deal: 'sale' }],
  [
    'אני מחפש משרד להשכרה בחיפה, בין 5,000 ל-7,000 שקל',
    { kind: 'office', price_min_ils: 5_000, price_max_ils: 7_000 },
  ],
  [
    'דירת שני חדרים להשכרה בחיפה, בין 5 ל-7,000 שקל',
    { price_min_ils: 5_000, price_max_ils: 7_000 },
  ],
] as const)('understands "%s"', async ([said, wanted]) => {
  await using call = await openCall();
  await call.say(said);
  expect(call.done()).toEqual([{ search_listings: expect.objectContaining(wanted) }]);
});

test('a home without a limit on its price is looked for without one', async () => {
  await using call = await openCall();
  await call.say('דירת שני חדרים להשכרה בתל אביב');
  expect(await call.say('לא משנה')).toContain('ברחוב דיזנגוף');
  expect(call.done()).toEqual([
    { search_listings: expect.objectContaining({ price_max_ils: null }) },
  ]);
});

test('a search without a result is kept as a wish only if the caller wants that', async () => {
  await using call = await openCall();
  await call.say('דירת שני חדרים להשכרה בהרצליה עד אלפיים שקל');
  call.done();
  expect(await call.say('לא')).toBe(`בשמחה. ${MORE}`);
  await call.say('אולי שלושה חדרים');
  call.done();
  expect(await call.say('כן בבקשה')).toBe(`${MOMENT} רשמתי את הבקשה. ${MORE}`);
  expect(call.done()).toEqual([
    {
      save_lead: {
        name: null,
        deal: 'rent',
        city: 'הרצליה',
        rooms: 3,
        budget_ils: 2_000,
        notes: null,
        property: null,
      },
    },
  ]);
});

test.for([
  ['past', 'המועד הזה כבר עבר. באיזה יום ובאיזו שעה נוח לכם לבקר?'],
  ['too_far', 'זה רחוק מדי, אפשר לקבוע רק לשבועות הקרובים. באיזה יום ובאיזו שעה נוח לכם לבקר?'],
  ['closed', 'בשעה הזאת המשרד סגור. באיזה יום ובאיזו שעה נוח לכם לבקר?'],
  ['unknown_listing', 'הדירה הזאת כבר לא פנויה. רוצים שסוכן יחזור אליכם?'],
  ['no_number', 'המספר שלכם חסוי, ולכן אי אפשר לקבוע מכאן. להעביר אתכם לסוכן?'],
] as const)('says why a visit was not booked: %s', async ([reason, answer]) => {
  await using call = await openCall({ results: { book_viewing: { booked: false, reason } } });
  await call.say(SEARCH);
  expect(await call.say('כן, בשבת בעשר')).toBe(`${CHECKING} ${answer}`);
});

test('a visit at a bad hour is asked for again, and the day stands', async () => {
  const results: Results = { book_viewing: { booked: false, reason: 'closed' } };
  await using call = await openCall({ results });
  await call.say(SEARCH);
  await call.say('ביום רביעי בעשר בלילה');
  expect(await call.say('בלה בלה')).toBe('סליחה, לא הבנתי. באיזה יום ובאיזו שעה נוח לכם לבקר?');
  call.done();
  delete results['book_viewing'];
  expect(await call.say('אז באחת עשרה')).toContain('ביום רביעי, 25 בנובמבר, בשעה 11:00');
  expect(call.done().at(-1)).toHaveProperty('book_viewing.at', '2026-11-25T11:00');
});

test('keeps an owner’s details as soon as there are new ones, and none twice', async () => {
  await using call = await openCall();
  const known = { name: 'דוד כהן', deal: 'sell', city: null, rooms: null, budget_ils: null };
  expect(await call.say('שלום, מדבר דוד כהן, אני רוצה למכור דירה')).toBe(
    'בשמחה, דירה למכירה. באיזו עיר?',
  );
  expect(await call.say('ברחוב הרצל 12 בחיפה')).toBe(
    'בשמחה, דירה למכירה בחיפה. כמה חדרים יש בדירה?',
  );
  expect(await call.say('מה?')).toBe('בשמחה, דירה למכירה בחיפה. כמה חדרים יש בדירה?');
  expect(await call.say('ארבעה')).toBe('ארבעה חדרים, הבנתי. ומה המחיר המבוקש?');
  expect(await call.say('שני מיליון ומאתיים אלף')).toBe(
    `${MOMENT} רשמתי: ארבעה חדרים למכירה בחיפה, במחיר שני מיליון ומאתיים אלף שקל. רוצים שסוכן יחזור אליכם?`,
  );
  // The street stands in the facts of the home, so it is not noted twice.
  const notes = null;
  const place = { city: 'חיפה', street: 'הרצל', number: '12' };
  expect(call.done()).toMatchObject(
    [
      { ...known, notes: null, property: { city: null } },
      { ...known, city: 'חיפה', notes, property: place },
      { ...known, city: 'חיפה', rooms: 4, notes, property: { ...place, rooms: 4 } },
      {
        ...{ ...known, city: 'חיפה', rooms: 4, budget_ils: 2_200_000, notes },
        property: { ...place, rooms: 4, asking_price_ils: 2_200_000 },
      },
    ].map((save_lead) => ({ save_lead })),
  );
});

test('an owner who has told nothing else is not kept yet', async () => {
  await using call = await openCall();
  await call.say('אני רוצה להשכיר דירה');
  expect(call.done()).toEqual([]);
});

test('arranges a callback at the moment that was named', async () => {
  await using call = await openCall();
  expect(await call.say('תתקשרו אליי מחר בתשע')).toBe(
    `${MOMENT} רשמתי, נתקשר אליכם ביום שלישי, 24 בנובמבר, בשעה 9:00. ${MORE}`,
  );
  expect(call.done()).toEqual([{ request_callback: { ...callback, at: '2026-11-24T09:00' } }]);
});

test('asks when to call back, hour by hour, or takes it that it is urgent', async () => {
  await using call = await openCall();
  expect(await call.say('אפשר שתחזרו אליי?')).toBe('בשמחה. מתי נוח לכם שנתקשר?');
  expect(await call.say('ביום חמישי')).toBe('ביום חמישי, 26 בנובמבר. באיזו שעה נוח לכם שנתקשר?');
  expect(await call.say('בהקדם')).toBe(`${MOMENT} סוכן מהמשרד יחזור אליכם בהקדם. ${MORE}`);
  expect(call.done()).toEqual([{ request_callback: callback }]);
});

test('hands over to a person', async () => {
  await using call = await openCall();
  expect(await call.say('אפשר לדבר עם נציג?')).toBe(`${MOMENT} מעבירה אתכם לסוכן.`);
  expect(call.done()).toEqual([
    { transfer_to_human: { to: null, reason: null, listing_id: null } },
  ]);
});

test('offers a callback where no person is available', async () => {
  const results = { transfer_to_human: { transferring: false, reason: 'nobody_there' } };
  await using call = await openCall({ results });
  expect(await call.say('אני רוצה לדבר עם סוכן')).toBe(
    `${MOMENT} כרגע אין סוכן פנוי. רוצים שסוכן יחזור אליכם?`,
  );
  expect(await call.say('כן')).toBe('בשמחה. מתי נוח לכם שנתקשר?');
  await call.say('מחר בצהריים');
  expect(call.done().at(-1)).toHaveProperty('request_callback.at', '2026-11-24T12:00');
});

test('offers a callback in a chat, where a call cannot be put through, and hangs nothing up', async () => {
  await using call = await openCall({ tools: ALL.slice(0, 4) });
  expect(await call.say('אפשר לדבר עם סוכן?')).toBe('בשמחה. מתי נוח לכם שנתקשר?');
  expect(await call.say('להתראות')).toBe(GOODBYE);
  expect(call.done()).toEqual([]);
});

test('knows a caller of before, and reads out only words of this call', async () => {
  const briefing = `${NOW}\nשם: דוד כהן\nבקשה קודמת: להשכרה, תל אביב, 3 חדרים, עד 9,000 ₪`;
  await using call = await openCall({ briefing });
  expect(await call.say('שלום')).toBe('שלום, נעים מאוד. מחפשים דירה או רוצים להציע נכס?');
  expect(call.done()).toEqual([]);
  expect(await call.say('אני מחפש את אותו הדבר כמו בפעם הקודמת')).toBe(FOUND);
  expect(call.done()).toEqual([SEARCHED]);
  await call.say('כן, מחר בעשר');
  expect(call.done().at(-1)).toHaveProperty('book_viewing.name', 'דוד כהן');
  expect(call.lines.every(({ text }) => !text.includes('דוד'))).toBe(true);
});

test('asks for what an earlier wish leaves open, and does not repeat the rest of it', async () => {
  const briefing = `${NOW}\nבקשה קודמת: למכירה, חיפה, 4 חדרים`;
  await using call = await openCall({ briefing });
  expect(await call.say('אותו דבר כמו קודם')).toBe('בשמחה. ומה התקציב?');
});

describe('where the office writes to callers', () => {
  const tools = [...ALL, 'agree_to_messages'];
  const booked = /קבעתי לכם ביקור .* לשלוח לכם סיכום בווטסאפ\?$/;

  test('a caller who booked a visit is asked once, and noted if they agree', async () => {
    await using call = await openCall({ tools });
    await call.say(SEARCH);
    expect(await call.say('כן, מחר בעשר')).toMatch(booked);
    expect(call.done().map((one) => Object.keys(one)[0])).not.toContain('agree_to_messages');
    expect(await call.say('כן, בבקשה')).toBe(`${MOMENT} רשמתי, נשלח לכם סיכום בווטסאפ. ${MORE}`);
    expect(call.done()).toEqual([{ agree_to_messages: {} }]);
    await call.say('אפשר להזיז את הביקור?');
    expect(await call.say('מחר באחת עשרה')).toMatch(/קבעתי לכם ביקור .* אפשר לעזור בעוד משהו\?$/);
  });

  test('a caller who does not agree is not noted', async () => {
    await using call = await openCall({ tools });
    await call.say(SEARCH);
    await call.say('כן, מחר בעשר');
    call.done();
    expect(await call.say('לא, אין צורך')).toBe(`בשמחה. ${MORE}`);
    expect(await call.say('לא, תודה')).toBe(GOODBYE);
    expect(call.done()).toEqual([{ end_call: {} }]);
  });

  test('a caller who cannot be noted is not promised a message', async () => {
    const results = { agree_to_messages: { noted: false, reason: 'no_number' } };
    await using call = await openCall({ tools, results });
    await call.say(SEARCH);
    await call.say('כן, מחר בעשר');
    expect(await call.say('כן')).toBe(`${MOMENT} סליחה, זה לא הסתדר כרגע. ${MORE}`);
  });
});

test('moves a visit that stands, without a search', async () => {
  const briefing = `${NOW}\nביקור קבוע: 2026-11-25T10:00, TA-102`;
  await using call = await openCall({ briefing });
  await call.say('אפשר להזיז את הביקור שלי?');
  expect(await call.say('ליום חמישי בשלוש')).toContain('ביום חמישי, 26 בנובמבר, בשעה 15:00');
  expect(call.done()).toEqual([
    { book_viewing: { listing_id: 'TA-102', at: '2026-11-26T15:00', name: null } },
  ]);
});

test('does not say that it did what failed', async () => {
  const results = Object.fromEntries(ALL.map((name) => [name, { error: 'Not now.' }]));
  for (const words of [
    SEARCH,
    'אני רוצה למכור דירת ארבעה חדרים בחיפה, המחיר שני מיליון שקל',
    'תתקשרו אליי מחר בתשע',
  ]) {
    await using call = await openCall({ results });
    expect(await call.say(words)).toMatch(/סליחה, זה לא הסתדר כרגע\. רוצים שסוכן יחזור אליכם\?$/);
  }
});

test('a question that it cannot answer is left to a person', async () => {
  await using call = await openCall();
  expect(await call.say('באילו שעות אתם פתוחים?')).toBe(`את השעות יודע סוכן מהמשרד. ${MORE}`);
  expect(await call.say('קוראים לי רונית')).toBe('נעים מאוד. מחפשים דירה או רוצים להציע נכס?');
  expect(await call.say('בלה בלה')).toBe('סליחה, לא הבנתי. מחפשים דירה או רוצים להציע נכס?');
});

type Results = Record<string, object>;
type SearchArguments = {
  readonly deal: Deal | null;
  readonly kind: ListingKind | null;
  readonly city: string | null;
  readonly street: string | null;
  readonly house_number: string | null;
  readonly ad_number: string | null;
  readonly price_min_ils: number | null;
  readonly after: string | null;
  readonly rooms_min: number | null;
  readonly rooms_max: number | null;
  readonly price_max_ils: number | null;
  readonly features: readonly Feature[] | null;
};
type CallOptions = {
  readonly briefing?: string;
  /** The ids of homes that the office took off the market. */
  readonly removed?: readonly string[];
  readonly results?: Results;
  readonly tools?: readonly string[];
};

/** Opens a call with the rule agent through the product's own brain, with tools over the sample office. */
async function openCall({
  briefing = NOW,
  removed = [],
  results = {},
  tools = ALL,
}: CallOptions = {}) {
  const sample = readListings(await readListingFile(SAMPLE_LISTINGS), 0).listings;
  const phrasebook = createPhrasebook();
  const openai = await createOpenAiStandIn({
    answerTo,
    phrasebook,
    latencies: { firstTokenMs: 0, tokenMs: 0 },
  });
  const models = { transcriptionModel: '', liveTranscriptionModel: '', replyModel: 'any' };
  const config = { baseUrl: openai.baseUrl, ...models };
  const brain = openaiBrain({ apiKey: 'sk-test', config, instructions: '' });
  const lines: Line[] = [];
  let done: Readonly<Record<string, unknown>>[] = [];

  function searched(args: SearchArguments): object {
    const wanted = {
      deal: args.deal ?? undefined,
      kind: args.kind ?? undefined,
      city: args.city ?? undefined,
      street: args.street ?? undefined,
      number: args.house_number ?? undefined,
      adId: args.ad_number ?? undefined,
      roomsMin: args.rooms_min ?? undefined,
      roomsMax: args.rooms_max ?? undefined,
      priceMinIls: args.price_min_ils ?? undefined,
      priceMaxIls: args.price_max_ils ?? undefined,
      features: args.features ?? undefined,
    };
    const offered = sample.filter(({ id }) => !removed.includes(id));
    const { matches, near } = searchCatalogue(prepare(offered), wanted);
    const start = matches.findIndex(({ id }) => id === args.after) + 1;
    const whole = (one: { id: string }) => sample.filter(({ id }) => id === one.id);
    const found = {
      listings: matches.slice(start).flatMap(whole),
      found: matches.length,
      left: 0,
      near: near.flatMap(({ listing, misses }) =>
        whole(listing).map((row) => ({ listing: row, misses })),
      ),
      removed:
        isParticular(wanted) && matches.length === 0 ? removed.flatMap((id) => whole({ id })) : [],
      isAfterUnknown: false,
    };
    return resultOf(found, { house_number: 'after_booking' }, []);
  }
  const toolbox = {
    tools: tools.map((name) => ({ name, description: '', parameters: STRICT })),
    async use(call: ToolCall) {
      const args = JSON.parse(call.arguments);
      done.push({ [call.name]: args });
      const usual: Results = {
        search_listings: searched(args),
        save_lead: { saved: true },
        book_viewing: { booked: true, at: args.at },
        request_callback: { requested: true, at: args.at },
        transfer_to_human: { transferring: true },
        end_call: { ending: true },
        agree_to_messages: { noted: true },
      };
      return JSON.stringify(results[call.name] ?? usual[call.name]);
    },
  };
  return {
    lines,
    async say(text: string): Promise<string> {
      lines.push({ speaker: 'caller', text });
      const notes: string[] = [];
      const noting = notingToolbox(toolbox, (note) => notes.push(note));
      const question = { dialogue: [...lines], briefing, toolbox: noting };
      const words = await Array.fromAsync(brain.reply(question, new AbortController().signal));
      const reply = words.join('').replace(/\s+/g, ' ').trim();
      lines.splice(-1, 1, { speaker: 'caller', text, notes });
      lines.push({ speaker: 'agent', text: reply });
      return reply;
    },
    /** Returns the tools that were used since the last question, with their arguments. */
    done() {
      const all = done;
      done = [];
      return all;
    },
    [Symbol.asyncDispose]: () => openai[Symbol.asyncDispose](),
  };
}

const STRICT = { type: 'object', properties: {}, required: [], additionalProperties: false };
