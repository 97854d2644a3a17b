import { withWholeUnits, withWholeWords } from './abbreviations.ts';
import { withSpokenAddresses } from './address.ts';
import { withSpokenDates } from './calendar.ts';
import { withSpokenHours } from './clock.ts';
import { withPronunciations } from './pronunciations.ts';
import { withSpokenQuantities } from './quantities.ts';
import { withSpokenTelephones } from './telephone.ts';

/** What an office may add to the reading of its sentences. */
export type Reading = {
  /** A word or a phrase, as it is written, to the pointed text that a voice reads rightly. */
  readonly pronunciations?: ReadonlyMap<string, string>;
};

const UNSPOKEN = /[\d½¼¾"'״׳”’₪]|ת\.ז\./;
/** Where a number touches a word that is not its prefix: 3חדרים, דירה4. */
const NUMBER_MEETS_WORD =
  /(?<=\d)(?=["'״׳”’]?\p{L})|(?<=[א-ת\u0591-\u05C7])(?<!(?<![א-ת\u0591-\u05C7])[והבלמשכ]{1,3})(?=\d)/gu;
/** A half in a word belongs to the number before it: 3 וחצי חדרים. */
const AND_A_HALF = /(?<=(?<![\d.,:/])\d{1,3}) וחצי(?![א-ת])/g;
const LATIN = /\p{Script=Latin}/u;
/** A token with a Latin letter is a name, an address on the web, a product: it is left whole. */
const LATIN_TOKEN = /(?<!\S)(\S*?\p{Script=Latin}\S*)/u;

/** Turns a sentence as it is written into what a Hebrew voice is to be given, so that it reads as a person speaks. */
export function toSpoken(sentence: string, { pronunciations }: Reading = {}): string {
  const spoken = LATIN.test(sentence)
    ? sentence
        .split(LATIN_TOKEN)
        .map((part, index) => (index % 2 === 0 ? toWords(part) : part))
        .join('')
    : toWords(sentence);
  return pronunciations ? withPronunciations(spoken, pronunciations) : spoken;
}

function toWords(text: string): string {
  if (!UNSPOKEN.test(text)) return text;
  const whole = withWholeWords(text.replace(AND_A_HALF, '½').replace(NUMBER_MEETS_WORD, ' '));
  const placed = withSpokenAddresses(withSpokenTelephones(whole));
  return withWholeUnits(withSpokenQuantities(withSpokenDates(withSpokenHours(placed))));
}
