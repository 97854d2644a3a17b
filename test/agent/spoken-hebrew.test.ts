import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toSpoken } from '#shared/agent/spoken/spoken-sentence.ts';
import { SPOKEN } from './spoken-hebrew-table.ts';

const MAX_NUMBER = 9_999_999;

for (const [title, cases] of Object.entries(SPOKEN)) {
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
  `0 1 2 3 7 12 3.5 1,250 050-1234567 +972 ₪ $ % מ"ר מ״ר ש"ח שח חד' רח' עו"ד ק"ק קומה דירה חדרים חדר שנים ב- ל- ו- ה- - – , . : / * ( ) " ' ״ ׳ ½ מיליון אלף במרץ בשעה 17:30 12/3 ה-12.3 או עד יום א' הרצל רחוב ת.ז. שָׁ a é`.split(
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
    const letters = fc.constantFrom(...'אבגדהוזחטיכלמנסעפצקרשתםןץףך ,.?!:-ְֱַָ'.split(''));
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 60 }), (parts) => {
        const text = parts.join('').replaceAll('ת.ז.', '');
        expect(toSpoken(text)).toBe(text);
      }),
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

function withCommas(value: number): string {
  return String(value).replace(/(?<=\d)(?=(?:\d{3})+$)/g, ',');
}
