import { type PromiseKind, promiseWords } from './promise-words.ts';

/** Up to two other words may stand between the words of a form. */
const BETWEEN = `(?: [א-ת'"״׳]+){0,2} `;
const LETTER = `[א-ת'"״׳]`;
/** Right before a form these deny it, or only ask about it. */
const DENIED = /(?:^| )(?:ו?לא|טרם|בלי|האם|אם|מתי|למה|מה) $/;
/** A future deed behind one of these is an offer. */
const CONDITION = /(?:^| )(?:ו?אם|כאשר|ברגע|במידה|כש[א-ת]+|(?:אחרי|לאחר|לפני|עד) ש[א-ת]+)(?= |$)/;
/** These make an offer of it wherever they stand. */
const WISH = /(?:^| )אם (?:תרצו|רוצים|נוח|מתאים|צריך|צריכים|תבקשו)(?= |[.!]|$)/;
/** Words in quotation marks are somebody else's; a mark inside a word belongs to an abbreviation. */
const QUOTATION = /(?<![א-ת])["״“„][^"״”“]*["״”“](?![א-ת])/g;
/** Vowel points, and marks of writing direction. */
const INVISIBLE = /[\u0591-\u05c7\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const OFFERED = new RegExp(`${CONDITION.source}|${DENIED.source}`);

const kinds = (Object.keys(promiseWords) as PromiseKind[]).map((kind) => {
  const { tools, done, will } = promiseWords[kind];
  return { kind, tools, done: formsOf(done), will: formsOf(will) };
});
/** Most sentences hold no form at all, and this tells so at once. */
const ANY = new RegExp(
  kinds.map(({ done, will }) => `${done.source}|${will.source}`).join('|'),
  'u',
);

/** Returns the kinds of deeds that a sentence claims or promises and none of the tools has done. */
export function unkeptPromises(sentence: string, toolsDone: readonly string[]): PromiseKind[] {
  const words = sentence
    .replace(INVISIBLE, '')
    .replace(QUOTATION, ' ')
    .replace(/[,:;–—]/g, ' , ')
    .replace(/[\s()*_-]+/g, ' ')
    .trim();
  if (!ANY.test(words)) return [];
  const isOffer = /\?["'״”)\]]*$/.test(words) || WISH.test(words);
  return kinds
    .filter(({ tools }) => !toolsDone.some((tool) => tools.test(tool)))
    .filter(
      ({ done, will }) => isSaid(done, words, DENIED) || (!isOffer && isSaid(will, words, OFFERED)),
    )
    .map(({ kind }) => kind);
}

function isSaid(forms: RegExp, words: string, unless: RegExp): boolean {
  return [...words.matchAll(forms)].some(({ 0: form, index }) => {
    const isAskedBack = words.slice(index + form.length).startsWith(' נכון?');
    return !isAskedBack && !unless.test(words.slice(0, index));
  });
}

function formsOf(list: string): RegExp {
  const forms = list.split('\n').map((form) => form.trim());
  const sources = forms
    .filter(Boolean)
    .map((form) =>
      form.replaceAll(' ', BETWEEN).replaceAll('_', ' ').replaceAll('*', `${LETTER}*`),
    );
  return new RegExp(`(?<!${LETTER})ו?(?:${sources.join('|')})(?!${LETTER})`, 'gu');
}
