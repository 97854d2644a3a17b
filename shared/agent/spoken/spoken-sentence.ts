import { withWholeUnits, withWholeWords } from './abbreviations.ts';
import { withSpokenAddresses } from './address.ts';
import { withSpokenDates } from './calendar.ts';
import { withSpokenHours } from './clock.ts';
import { withPronunciations } from './pronunciations.ts';
import { withSpokenQuantities } from './quantities.ts';
import { withSpokenTelephones } from './telephone.ts';

/** The office's options for reading sentences. */
export type Reading = {
  /** Maps a written word or phrase to the pointed text that the voice pronounces correctly. */
  readonly pronunciations?: ReadonlyMap<string, string>;
};

const UNSPOKEN = /[\d½¼¾"'״׳”’₪]|ת\.ז\./;
/** The boundary between a number and an adjacent word that is not its prefix: 3חדרים, דירה4. */
const NUMBER_MEETS_WORD =
  /(?<=\d)(?=["'״׳”’]?\p{L})|(?<=[א-ת\u0591-\u05C7])(?<!(?<![א-ת\u0591-\u05C7])[והבלמשכ]{1,3})(?=\d)/gu;
/** A half in words belongs to the number before it: 3 וחצי חדרים. */
const AND_A_HALF = /(?<=(?<![\d.,:/])\d{1,3}) וחצי(?![א-ת])/g;
const LATIN = /\p{Script=Latin}/u;
/** A token with a Latin letter is a name, a web address or a product: it stays unchanged. */
const LATIN_TOKEN = /(?<!\S)(\S*?\p{Script=Latin}\S*)/u;

/** Returns a written sentence as text for a Hebrew voice, with numbers and abbreviations in words. */
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
