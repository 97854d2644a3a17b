import { contactPromises } from './contact-promises.ts';
import type { PromiseKind, PromiseWords } from './promise-kinds.ts';
import { recordPromises } from './record-promises.ts';

/**
 * The first person’s deeds in Hebrew, and what the office is said to do. Between two words of a form two others may
 * stand, but not in place of a `_`. A form may have the prefix ו; other prefixes make it a quotation or a condition.
 * `(a|b)` is a choice. לכם, אתכם, אליכם and איתכם stand for the singular as well.
 */
const promiseWords: Readonly<Record<PromiseKind, PromiseWords>> = {
  ...recordPromises,
  ...contactPromises,
};

/** Up to two other words may stand between the words of a form. */
const BETWEEN = `(?: [א-ת'"״׳]+){0,2} `;
const LETTER = `[א-ת'"״׳]`;
/** Right before a form these deny it, or only ask about it. */
const DENIED = /(?:^| )(?:ו?לא|טרם|בלי|האם|אם|מתי|למה|מה) $/;
/** A future deed behind one of these is an offer. */
const CONDITION =
  /(?:^| )(?:ו?אם|(?:אפשר|רוצים|תרצו|מעדיפים) ש[א-ת]+|כאשר|ברגע|במידה|כש[א-ת]+|(?:אחרי|לאחר|לפני|עד) ש[א-ת]+)(?= |$)/;
/** These make an offer of it wherever they stand. */
const WISH =
  /(?:^| )אם (?:תרצו|תגיד[וי]?|תמסר[וי]|תיתנו|תתנו|תספרו|תאשרו|תשלחו|רוצים|נוח|מתאים|צריך|צריכים|תבקשו)(?= |[.!]|$)/;
/** Words in quotation marks are somebody else's; a mark inside a word belongs to an abbreviation. */
const QUOTATION = /(?<![א-ת])["״“„][^"״”“]*["״”“](?![א-ת])/g;
/** Vowel points, and marks of writing direction. */
const INVISIBLE = /[\u0591-\u05c7\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Between the words of a form these deny it, or tell of an earlier deed. */
const STATED = /^ו?(?:ה|יש ).* כבר |. (?:לא|טרם|אינו|אינה) /;
/** Behind “already” these tell of an earlier deed. */
const ALREADY = /(?:^| )כבר $/;
const STATE = /^(?:נקבעה?|נרשמה?|קבוע|רשום)(?= |$)/;
/** A detail that is repeated behind or before “noted” is heard, and saved after the answer: חיפה, רשמתי. */
const HEARD_DETAIL =
  /(?<![א-ת])רשמתי ?:|(?<=(?:^|[.!?,] )(?![^,]*(?:תקל|נזיל|תלונ|בקש|ביקור|פגיש|הודע|פני?י))(?!(?:בסדר|תודה|יופי|מעולה|מצוין|אוקיי|טוב|נהדר|כן|הבנתי|סבבה|בשמחה|אין בעיה)(?: רבה)?,)[^.!?,]{1,40}, )רשמתי(?=[.!,]|$)/g;
/** Bodies outside the office, whose letters and bills the office does not send. */
const OUTSIDE = /(?:^| )ו?[המל]{0,2}(?:בנק|עירייה|עיריה|ארנונה|טאבו|קבלן|חשמל)(?= |[.!,]|$)/;
/** Forms of address: each stands for all that may be said in its place. */
const PERSONS: Readonly<Record<string, string>> = {
  לכם: '(לכם|לכן|לך)',
  אתכם: '(אתכם|אתכן|אותך)',
  אליכם: '(אליכם|אליכן|אליך|אלייך)',
  איתכם: '(איתכם|איתכן|איתך|אתכם|אתך|עמכם|עמך)',
};
const PERSON = new RegExp(`(?<!${LETTER})(?:${Object.keys(PERSONS).join('|')})(?!${LETTER})`, 'g');
const OFFERED = new RegExp(`${CONDITION.source}|${DENIED.source}`);

const kinds = (Object.keys(promiseWords) as PromiseKind[]).map((kind) => {
  const { tools, done, will, about } = promiseWords[kind];
  return { kind, tools, about, done: formsOf(done), will: formsOf(will) };
});
/** An alert is announced in the words of these two, and is a promise of its own. */
const AS_ALERT: readonly PromiseKind[] = ['informed', 'sent'];
/** The first letters of all forms: most sentences hold no form at all, and these tell so at once. */
const BEGINNING_LETTERS = 4;
const beginnings: ReadonlySet<string> = new Set(
  Object.values(promiseWords).flatMap(({ done, will }) => beginningsOf(`${done}\n${will}`)),
);

/** Returns the kinds of deeds that a sentence claims or promises and none of the tools has done. */
export function unkeptPromises(sentence: string, toolsDone: readonly string[]): PromiseKind[] {
  const words = sentence
    .replace(INVISIBLE, '')
    .replace(QUOTATION, ' ')
    .replace(HEARD_DETAIL, ' ')
    .replace(/[,:;–—]/g, ' , ')
    .replace(/[\s()*_-]+/g, ' ')
    .trim();
  if (!words.split(' ').some(mayBegin)) return [];
  const isOffer = /\?["'״”)\]]*$/.test(words) || WISH.test(words);
  const isOutside = OUTSIDE.test(words);
  const promised = kinds.filter(({ done, will, about }) =>
    about
      ? !isOffer && about.test(words) && isSaid(will, words, DENIED)
      : isSaid(done, words, DENIED) || (!isOffer && isSaid(will, words, OFFERED)),
  );
  const isAlert = promised.some(({ kind }) => kind === 'alerts');
  return promised
    .filter(({ kind }) => !((isOutside || isAlert) && AS_ALERT.includes(kind)))
    .filter(({ tools }) => !toolsDone.some((tool) => tools.test(tool)))
    .map(({ kind }) => kind);
}

function isSaid(forms: RegExp, words: string, unless: RegExp): boolean {
  return [...words.matchAll(forms)].some(({ 0: form, index }) => {
    const isAskedBack = words.slice(index + form.length).startsWith(' נכון?');
    const before = words.slice(0, index);
    const isEarlier = STATED.test(form) || (STATE.test(form) && ALREADY.test(before));
    return !isAskedBack && !isEarlier && !unless.test(before);
  });
}

function formsOf(list: string): RegExp {
  const forms = list.split('\n').map((form) => form.trim());
  const sources = forms.filter(Boolean).map((form) =>
    form
      .replace(PERSON, (person) => PERSONS[person] ?? person)
      .replace(/\((?!\?)/g, '(?:')
      .replaceAll(' ', BETWEEN)
      .replaceAll('_', ' ')
      .replaceAll('*', `${LETTER}*`),
  );
  if (sources.length === 0) return /(?!)/gu;
  return new RegExp(`(?<!${LETTER})ו?(?:${sources.join('|')})(?!${LETTER})`, 'gu');
}

/** Returns whether a form may begin with this word, with or without the prefix ו. */
function mayBegin(word: string): boolean {
  const whole = word.replace(/^[^א-ת]+/, '').slice(0, BEGINNING_LETTERS + 1);
  return hasBeginning(whole) || (whole.startsWith('ו') && hasBeginning(whole.slice(1)));
}

function hasBeginning(word: string): boolean {
  if (beginnings.has(word.slice(0, BEGINNING_LETTERS))) return true;
  return beginnings.has(word.slice(0, BEGINNING_LETTERS - 1)) || beginnings.has(word.slice(0, 2));
}

/** Returns the first letters of the first word of each form, or of each choice for it. */
function beginningsOf(list: string): string[] {
  const forms = list.split('\n').map((form) => form.trim().replace(/\(\?[^)]*\)/g, ''));
  return forms.filter(Boolean).flatMap((form) => {
    const choices = /^\(([^)]*)\)/.exec(form)?.[1]?.split('|') ?? [form];
    return choices.map((choice) => choice.split(/[ _*]/)[0]?.slice(0, BEGINNING_LETTERS) ?? '');
  });
}
