import { withOneShekel, withWholeUnits, withWholeWords } from './abbreviations.ts';
import { withSpokenDates } from './calendar.ts';
import { withSpokenHours } from './clock.ts';
import { withPartedDashes } from './dashes.ts';
import { withSpokenFloors } from './floors.ts';
import { withPlainHours } from './hour-notation.ts';
import { withHebrewUnits } from './latin-units.ts';
import { withSpokenLetters } from './letters.ts';
import { withSpokenListNumber } from './list-numbers.ts';
import { withoutMarkup } from './markup.ts';
import { withPlainNumbers, withPlainSpaces } from './number-notation.ts';
import { withJoinedPrefixes } from './prefix.ts';
import { withPronunciations } from './pronunciations.ts';
import { withSpokenQuantities } from './quantities.ts';
import { withSpokenReferences } from './references.ts';
import { withoutSigns, withSpokenRatios, withSpokenSigns } from './signs.ts';
import { withSpokenSlashes } from './slashes.ts';
import { withSpokenTelephones } from './telephone.ts';

/** The office's options for reading sentences. */
export type Reading = {
  /** Maps a written word or phrase to the pointed text that the voice pronounces correctly. */
  readonly pronunciations?: ReadonlyMap<string, string>;
};

/** A text without any of these is said as it is written. */
const UNSPOKEN =
  /[^\p{Script=Hebrew}\p{Script=Latin} .,:;!?…–—-]|["'׳״]|[א-ת][-–־]ם|(?<![א-ת])[א-ת]{1,5}\. ?[א-ת]|www\.|[a-z\d]\.[a-z]{2}| שקלים|[א-ת] ?[-–—] ?(?:שני|שליש|רביעי|חמישי|שישי|שבת)|(?<![א-ת])[א-ט](?![א-ת])/u;
/** The boundary between a number and an adjacent word that is not its prefix: 3חדרים, דירה4. */
const NUMBER_MEETS_WORD =
  /(?<=\d)(?=["'״׳”’]?\p{L})|(?<=[א-ת\u0591-\u05C7])(?<!(?<![א-ת\u0591-\u05C7])[והבלמשכ]{1,3})(?=\d)/gu;
const LATIN = /\p{Script=Latin}/u;
/** A token with a Latin letter is a name, a web address or a product: it stays unchanged. */
const LATIN_TOKEN = /(?<!\S)(\S*?\p{Script=Latin}\S*)/u;

/** Returns a written sentence as text for a Hebrew voice, with numbers, signs and abbreviations in words. */
export function toSpoken(sentence: string, { pronunciations }: Reading = {}): string {
  const spoken = UNSPOKEN.test(sentence) ? withPauseOf(sentence, toHebrew(sentence)) : sentence;
  return pronunciations ? withPronunciations(spoken, pronunciations) : spoken;
}

/** Yields sentences as a voice says them; one that leaves nothing to say, like a link, is left out. */
export async function* toSpokenSentences(
  sentences: AsyncIterable<string>,
  reading?: Reading,
): AsyncGenerator<string> {
  for await (const sentence of sentences) {
    const spoken = toSpoken(sentence, reading);
    if (/[\p{L}\p{N}]/u.test(spoken)) yield spoken;
  }
}

function toHebrew(sentence: string): string {
  const plain = withHebrewUnits(withPlainNumbers(withoutMarkup(withPlainSpaces(sentence))));
  if (!LATIN.test(plain)) return toWords(plain);
  return plain
    .split(LATIN_TOKEN)
    .map((part, index) => (index % 2 === 0 ? withGapsOf(part, toWords(part)) : part))
    .join('');
}

/** Words keep the spaces between them and the Latin tokens at their sides. */
function withGapsOf(part: string, words: string): string {
  const start = /^\s/.test(part) && /^[^\s.,:;!?]/.test(words) ? ' ' : '';
  const end = /\s$/.test(part) && /\S$/.test(words) ? ' ' : '';
  return start + words + end;
}

/** A clause that ends in a comma keeps it: the rest of its sentence follows. */
function withPauseOf(sentence: string, spoken: string): string {
  return /,\s*$/.test(sentence) && /[^\s.,:;!?]$/.test(spoken) ? `${spoken},` : spoken;
}

/** Puts a text into words, from the longest notations to the shortest. */
function toWords(text: string): string {
  const whole = withSpokenLetters(
    withWholeWords(withSpokenListNumber(withJoinedPrefixes(text))),
  ).replace(NUMBER_MEETS_WORD, ' ');
  const named = withSpokenTelephones(withSpokenReferences(withPartedDashes(whole)));
  const placed = withSpokenFloors(withSpokenSigns(named));
  const dated = withSpokenDates(withSpokenSlashes(placed));
  const timed = withSpokenRatios(withSpokenHours(withPlainHours(dated)));
  return withOneShekel(withoutSigns(withWholeUnits(withSpokenQuantities(timed))));
}
