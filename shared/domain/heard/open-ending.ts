import { type HeardWord, phraseSet, phrasesIn } from './heard-words.ts';
import { isHesitation } from './hesitation.ts';
import { numberWordAt } from './number-words.ts';
import {
  cleftBeginnings,
  closedEndings,
  closedPairs,
  hangingPrefixes,
  namedThings,
  type OpenEndings,
  openEndings,
  thisAsObject,
  waitingWords,
  wantingVerbs,
} from './open-ending-words.ts';

/** The longest ending of the lists, in words. */
const MAX_WORDS = 4;
/** How far before an ending its closing word may stand. */
const CLOSED_WITHIN = 2;
/** The longest name before the letter of a day, a floor or a quarter, in words. */
const MAX_NAMED_WORDS = 2;
/** How far before an approximation its number may stand. */
const NUMBER_WITHIN = 3;
/** A deed that the caller names, “I am fetching a pen”, in words; more of them tell something else. */
const DEED_WORDS = 4;
/** “Is” between a clause and its thing. */
const IS: ReadonlySet<string> = new Set(['זה', 'זאת', 'זו', 'הוא', 'היא']);
const MINE: ReadonlySet<string> = new Set(['שלי', 'שלנו']);
/** In the lists, the sign for any number. */
const NUMBER = '#';

type Closing = { readonly words: ReadonlySet<string>; readonly afterNumber: boolean };

const closings: ReadonlyMap<string, Closing> = new Map(openEndings.flatMap(entriesOf));
const prefixes: ReadonlyMap<string, Closing> = new Map(entriesOf(hangingPrefixes));
const wanting: ReadonlyMap<string, Closing> = new Map(entriesOf(wantingVerbs));
const named: ReadonlyMap<string, Closing> = new Map(entriesOf(namedThings));
const pairClosing: Closing = { words: phraseSet(closedPairs), afterNumber: false };
const clefts = phraseSet(cleftBeginnings);
const objects = phraseSet(thisAsObject);
const closed = phraseSet(closedEndings);
const waiting = phraseSet(waitingWords);

/** Returns whether the last words ask for another one: a preposition, an opener, a hesitation, a greeting. */
export function hasOpenEnding(words: readonly HeardWord[]): boolean {
  const last = words.at(-1);
  if (!last) return false;
  const isOpen = hangs(words, last) || endsOpen(words) || endsInIs(words) || endsInSubject(words);
  return isHesitation(last) || isOpen || asksToWait(words);
}

/** A single letter with a geresh is a name: יום ב׳. */
function hangs(words: readonly HeardWord[], { written, form }: HeardWord): boolean {
  const closing = prefixes.get(form);
  if (!closing || /['’׳]$/u.test(written)) return false;
  const before = words.slice(-1 - MAX_NAMED_WORDS, -1).map(({ form }) => form);
  return !before.some((_, index) => closing.words.has(before.slice(index).join(' ')));
}

/** The sentence is one wish to wait: רגע, אני מוציאה עט. */
function asksToWait(words: readonly HeardWord[]): boolean {
  const forms = words.map(({ form }) => form);
  const subject = forms.indexOf('אני');
  const deed = forms.slice(subject + 1);
  if (subject < 1 || deed.length === 0 || deed.length > DEED_WORDS || deed[0] === 'לא')
    return false;
  return phrasesIn(forms.slice(0, subject), waiting) !== undefined;
}

/** “What matters to me is”: מה שחשוב לי זה. */
function endsInIs(words: readonly HeardWord[]): boolean {
  const forms = words.map(({ form }) => form);
  if (!IS.has(forms.at(-1) ?? '') || objects.has(forms.at(-2) ?? '')) return false;
  return forms
    .slice(0, -1)
    .some((form, index) => clefts.has(form) && /^ש./u.test(forms[index + 1] ?? ''));
}

/** A subject or its verb ends the words: ההורים שלי רוצים, אני ואשתי, הטלפון של אשתי. */
function endsInSubject(words: readonly HeardWord[]): boolean {
  const last = words.at(-1)?.form ?? '';
  const verb = words.length > 1 ? wanting.get(last) : undefined;
  if (verb) return !isClosed(withoutMine(words.slice(0, -1)), verb);
  const subject = withoutMine(words);
  const [noun, of, thing] = subject
    .slice(-3)
    .map(({ form }) => form)
    .toReversed();
  if (of === 'אני' && /^ו\p{L}{2}/u.test(noun ?? ''))
    return !isClosed(subject.slice(0, -2), pairClosing);
  const name = of === 'של' && thing !== undefined ? named.get(thing) : undefined;
  return name !== undefined && !isClosed(subject.slice(0, -3), name);
}

/** “My” may follow the noun: אני והחברה שלי. */
function withoutMine(words: readonly HeardWord[]): readonly HeardWord[] {
  return MINE.has(words.at(-1)?.form ?? '') ? words.slice(0, -1) : words;
}

function endsOpen(words: readonly HeardWord[]): boolean {
  for (let length = Math.min(MAX_WORDS, words.length); length > 0; length--) {
    const before = words.slice(0, -length);
    const forms = words.slice(-length).map(({ form }) => form);
    if (closed.has(forms.join(' '))) return false;
    const closing = closings.get(forms.join(' ')) ?? closings.get(withoutAnd(forms).join(' '));
    if (closing) return !isClosed(before, closing);
  }
  return false;
}

/** A word of two letters and more may have “and” or “that” before it. */
function withoutAnd([first = '', ...others]: readonly string[]): string[] {
  return [/^[וש]\p{L}{2}/u.test(first) ? first.slice(1) : first, ...others];
}

function isClosed(before: readonly HeardWord[], { words, afterNumber }: Closing): boolean {
  if (before.slice(-CLOSED_WITHIN).some(({ form }) => words.has(form))) return true;
  if (!afterNumber) return false;
  const near = before.slice(-NUMBER_WITHIN);
  return near.some(
    ({ form }, index) => /^\d/u.test(form) || numberWordAt(near, index) !== undefined,
  );
}

function entriesOf({ endings, closedAfter = '' }: OpenEndings): [string, Closing][] {
  const closing = { words: phraseSet(closedAfter), afterNumber: closedAfter.includes(NUMBER) };
  return [...phraseSet(endings)].map((ending) => [ending, closing]);
}
