import { formsOf, type HeardWord } from './heard-words.ts';

const digits = [
  'אפס נול זרו זירו',
  'אחת אחד',
  'שתיים שניים שתי שני',
  'שלוש שלושה שלושת',
  'ארבע ארבעה ארבעת',
].concat(['חמש חמישה חמשת', 'שש שישה ששת', 'שבע שבעה שבעת', 'שמונה שמונת', 'תשע תשעה תשעת']);
const tens = 'עשרים שלושים ארבעים חמישים שישים שבעים שמונים תשעים'.split(' ');

/** The kinds of number words: by how they join the number before them. */
export type NumberWord = {
  readonly kind: 'digit' | 'ten' | 'tens' | 'hundred' | 'hundreds' | 'thousand';
  /** Its digits, if it stands alone. */
  readonly digits: string;
};

const numberWords: ReadonlyMap<string, NumberWord> = new Map([
  ...digits.flatMap((names, digit) => entries(names, 'digit', `${digit}`)),
  ...entries('עשר עשרה עשרת', 'ten', '10'),
  ...tens.flatMap((name, index) => entries(name, 'tens', `${index + 2}0`)),
  ...entries('מאה', 'hundred', '100'),
  ...entries('מאתיים', 'hundred', '200'),
  ...entries('מאות', 'hundreds', '00'),
]);

/** In a sum these are measures; only where digits are read out they are numbers. */
const thousands: ReadonlyMap<string, NumberWord> = new Map([
  ...entries('אלף', 'thousand', '1000'),
  ...entries('אלפיים', 'thousand', '2000'),
]);

/** Prefixes that Hebrew writes together with the word: and, in, to, from, about, the, that. */
const PREFIX = /^[ובלמכהש]/u;
const MAX_PREFIXES = 2;
/** A place whose name ends in a number: Beersheba. */
const BEER_SHEVA = /^[ובלמהש]{0,2}באר$/u;

/** Returns the number word behind at most two prefixes, as the nth of `words`; undefined for another word. */
export function numberWordAt(words: readonly HeardWord[], index: number): NumberWord | undefined {
  if (BEER_SHEVA.test(words[index - 1]?.form ?? '')) return undefined;
  return withoutPrefixes(words[index]?.form ?? '', (form) => numberWords.get(form));
}

/** Returns the same for a number that is read out: no prefix but “and” belongs to it. */
export function readNumberAt(words: readonly HeardWord[], index: number): NumberWord | undefined {
  if (BEER_SHEVA.test(words[index - 1]?.form ?? '')) return undefined;
  const { form = '' } = words[index] ?? {};
  return numberWords.get(form) ?? numberWords.get(form.replace(/^ו/u, '')) ?? thousands.get(form);
}

/** Returns the first thing that is found for a form, or for the form without one or two prefixes. */
export function withoutPrefixes<Found>(
  form: string,
  find: (form: string) => Found | undefined,
): Found | undefined {
  let rest = form;
  for (let prefixes = 0; prefixes <= MAX_PREFIXES; prefixes++) {
    const found = find(rest);
    if (found !== undefined || rest.length < 3 || !PREFIX.test(rest)) return found;
    rest = rest.slice(1);
  }
  return undefined;
}

function entries(names: string, kind: NumberWord['kind'], digits: string) {
  return formsOf(names).map((form) => [form, { kind, digits }] as const);
}
