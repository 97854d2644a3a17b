import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sentences } from '#shared/agent/sentences.ts';
import { toSpoken, toSpokenSentences } from '#shared/agent/spoken/spoken-sentence.ts';
import { SPOKEN_ADS } from './spoken-ads-table.ts';
import { SPOKEN_COUNTS } from './spoken-counts-table.ts';
import { SPOKEN_DASHES } from './spoken-dashes-table.ts';
import { SPOKEN_DATES } from './spoken-dates-table.ts';
import { SPOKEN } from './spoken-hebrew-table.ts';
import { SPOKEN_NOTES } from './spoken-notes-table.ts';
import { SPOKEN_PHRASES } from './spoken-phrases-table.ts';
import { SPOKEN_SIGNS } from './spoken-signs-table.ts';
import { SPOKEN_THINGS } from './spoken-things-table.ts';
import { SPOKEN_TIMES } from './spoken-times-table.ts';
import { SPOKEN_TRADE } from './spoken-trade-table.ts';

const MAX_NUMBER = 9_999_999;

for (const [title, cases] of [
  SPOKEN,
  SPOKEN_DATES,
  SPOKEN_TIMES,
  SPOKEN_COUNTS,
  SPOKEN_SIGNS,
  SPOKEN_NOTES,
  SPOKEN_PHRASES,
  SPOKEN_DASHES,
  SPOKEN_THINGS,
  SPOKEN_TRADE,
  SPOKEN_ADS,
].flatMap((table) => Object.entries(table))) {
  describe(`A voice ${title}`, () => {
    test.each(cases)('%s', (written, spoken) => {
      expect(toSpoken(written)).toBe(spoken);
      expect(toSpoken(spoken)).toBe(spoken);
    });
  });
}

describe('A name with a pronunciation', () => {
  const pronunciations = new Map([
    ['הרצל', 'הֶרְצְל'],
    ['בן גוריון', 'בֶּן גּוּרְיוֹן'],
    ['כהן', 'כֹּהֵן'],
    ['תל', 'תֵּל'],
    ['תל אביב', 'תֵּל אָבִיב'],
    ['(א)', 'אָלֶף'],
  ]);
  test.each([
    ['הרצל 12', 'הֶרְצְל שתים עשרה'],
    ['ברחוב הרצל.', 'ברחוב הֶרְצְל.'],
    ['להרצל ולבן גוריון', 'להֶרְצְל ולבֶּן גּוּרְיוֹן'],
    ['"הרצל"', '"הֶרְצְל"'],
    ['רח\' הרצל, עו"ד כהן', 'רחוב הֶרְצְל, עורך דין כֹּהֵן'],
    ['בת"א', 'בתֵּל אָבִיב'],
    ['הכהנים', 'הכהנים'],
    ['הרצליה', 'הרצליה'],
    ['הֶרְצֵל', 'הֶרְצֵל'],
    ['בן 30', 'בן שלושים'],
  ])('is pointed as a whole word, behind any prefix: %s', (written, spoken) => {
    expect(toSpoken(written, { pronunciations })).toBe(spoken);
    expect(toSpoken(spoken, { pronunciations })).toBe(spoken);
  });

  test('may have any spelling without a failure', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (text, name) => {
        const spoken = toSpoken(`${text} ${name}`, { pronunciations: new Map([[name, 'שֵׁם']]) });
        expect(spoken).toBeTypeOf('string');
      }),
    );
  });

  test('changes nothing where there are no names', () => {
    expect(toSpoken('הרצל', { pronunciations: new Map() })).toBe('הרצל');
    expect(toSpoken('הרצל', { pronunciations: new Map([['', 'א']]) })).toBe('הרצל');
  });
});

/** Words of the trade's sentences, and characters that spoil them. */
const PIECES =
  `25.11 17 9-19 ב-17 בין ל-19 1/3 10.30 15.1-2.2 2.350.000 [A-1] 😊 ✅ + ~ > < ± | # ** ק. ח' ג' מיקוד 4521 6110* K M כלב סוגי ימי & = 0 1 2 3 7 12 3.5 1,250 050-1234567 +972 ₪ $ % מ"ר מ״ר ש"ח שח חד' רח' עו"ד ק"ק קומה דירה חדרים חדר שנים ב- ל- ו- ה- - – , . : / * ( ) " ' ״ ׳ ½ מיליון אלף במרץ בשעה 17:30 12/3 ה-12.3 או עד יום א' הרצל רחוב ת.ז. שָׁ a é`.split(
    ' ',
  );
const sentence = fc.oneof(
  fc.array(fc.constantFrom(' ', ' ', ...PIECES), { maxLength: 12 }).map((parts) => parts.join('')),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((parts) => parts.join(' ')),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

describe('Whatever a language model writes', () => {
  test('is read without a failure, and what has been read is not changed again', () => {
    fc.assert(
      fc.property(sentence, (written) => {
        const spoken = toSpoken(written);
        expect(toSpoken(spoken)).toBe(spoken);
      }),
      { numRuns: 3_000 },
    );
  });

  test('keeps no digit but beside a Latin letter', () => {
    fc.assert(
      fc.property(sentence, (written) => {
        const others = toSpoken(written)
          .split(/\s/)
          .filter((token) => !/\p{Script=Latin}/u.test(token));
        expect(others.join(' ')).not.toMatch(/[0-9]/);
      }),
      { numRuns: 3_000 },
    );
  });

  test('stays as it is where it has neither a number nor a short form', () => {
    // Single letters are floors, and letters with a point or a hyphen may be short forms.
    const word = fc.string({
      unit: fc.constantFrom(...'אבגדהוזחטיכלמנסעפצקרשתםןץףךְֱַָ'),
      minLength: 2,
    });
    const mark = fc.constantFrom(' ', ', ', '? ', '! ', ': ');
    fc.assert(
      fc.property(fc.array(fc.tuple(word, mark), { maxLength: 12 }), (parts) => {
        const text = parts.flat().join('');
        expect(toSpoken(text)).toBe(text);
      }),
    );
  });
});

describe('The phone', () => {
  test('keeps the pause of a clause that loses its markup', () => {
    expect(toSpoken('דירה (3 חדרים),')).toBe('דירה, שלושה חדרים,');
    expect(toSpoken('מעולה 😊,')).toBe('מעולה,');
  });

  test('is given no sentence that leaves nothing to say', async () => {
    const reply = sentences(
      (async function* () {
        yield 'הנה הפרטים על הדירה.\n😊\n[TA-1]\nhttps://www.example.co.il/4\nמתאים לכם?';
      })(),
    );
    expect(await Array.fromAsync(toSpokenSentences(reply))).toEqual([
      'הנה הפרטים על הדירה.',
      'מתאים לכם?',
    ]);
  });

  test('gets no half of a character', () => {
    expect(toSpoken('3 חדרים \ud83d')).toBe('שלושה חדרים');
  });

  test('hears a date behind any comma as a date', async () => {
    const written = 'אז נקבע ביקור ביום חמישי, 3.12, בשעה 18:00, נכון?';
    for (const size of [1, 3, 7, written.length]) {
      const pieces = sentences(inPieces(written, size));
      expect((await Array.fromAsync(toSpokenSentences(pieces))).join(' ')).toBe(
        'אז נקבע ביקור ביום חמישי, שלושה בדצמבר, בשעה שש בערב, נכון?',
      );
    }
  });
});

describe('A sum in shekels', () => {
  test('has one word for the shekel above ten, and no digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 11, max: MAX_NUMBER }), (value) => {
        for (const written of [`${withCommas(value)} ₪`, `${value} ש"ח`, `${value} שקלים`]) {
          expect(toSpoken(written)).toMatch(/^[א-ת ]+ שקל$/);
        }
      }),
    );
  });

  test('of a million and a few hundred is not heard as a million and a half', () => {
    expect(toSpoken('1,000,500 ₪')).toBe('מיליון ועוד חמש מאות שקל');
  });
});

describe('Any day of a year', () => {
  test('is the same date with a point, a slash and a zero', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 31 }),
        fc.integer({ min: 1, max: 12 }),
        (day, month) => {
          const spoken = toSpoken(`כניסה ב-${day}/${month}`);
          expect(spoken).toMatch(/^כניסה ב[א-ת ]+ ב[א-ת]+$/);
          expect(toSpoken(`כניסה ב-${day}.${month}`)).toBe(spoken);
          expect(toSpoken(`כניסה ב-${twoDigits(day)}.${twoDigits(month)}`)).toBe(spoken);
        },
      ),
    );
  });
});

describe('A whole number', () => {
  const number = fc.oneof(fc.nat(120), fc.nat(20_000), fc.nat(MAX_NUMBER));

  test('is said in Hebrew words alone, written with commas or without', () => {
    fc.assert(
      fc.property(number, (value) => {
        const spoken = toSpoken(String(value));
        expect(spoken).toMatch(/^[א-ת ]+$/);
        expect(toSpoken(withCommas(value))).toBe(spoken);
      }),
    );
  });

  test('is said in two ways for the two genders, unless its end has only one', () => {
    fc.assert(
      fc.property(number, (value) => {
        const masculine = toSpoken(`${value} נכסים`).replace(/ ?נכסים/, '');
        const feminine = toSpoken(`${value} דירות`).replace(/ ?דירות/, '');
        if (value < 2) return;
        expect(masculine === feminine).toBe(hasOneGender(value));
      }),
    );
  });

  test('is never said like another one', () => {
    fc.assert(
      fc.property(number, number, (one, other) => {
        fc.pre(one !== other);
        expect(toSpoken(`${one}`)).not.toBe(toSpoken(`${other}`));
      }),
    );
  });

  test('joins its last part, and no part before it, with one "and" up to a million', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999 }), (value) => {
        expect(toSpoken(`${value}`).match(/(?:^| )ו/g)?.length ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });
});

/** Eight is written alike for both genders; so are tens, hundreds and thousands. */
function hasOneGender(value: number): boolean {
  const end = value % 100;
  return end === 0 || end === 8 || (end >= 20 && (end % 10 === 0 || end % 10 === 8));
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

async function* inPieces(text: string, length: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
}

function withCommas(value: number): string {
  return String(value).replace(/(?<=\d)(?=(?:\d{3})+$)/g, ',');
}
