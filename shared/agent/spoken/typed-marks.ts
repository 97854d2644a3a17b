import { isMeasured } from './measures.ts';

/** A text without any of these has no mark of this file. */
const MARK =
  /[\u2190-\u21FF\u2B05\u27A1\u2794\u279C✓✔☑✅✗✘✖❌\u{1F51F}~]|\u20E3|[-=]>|[:;]-?[()DP]|\(:/u;
const STRUCK_OUT = /~~[^~]+~~/g;
const SMILEY = /(?<=^|\s)(?:[:;]-?[()DP]+|\(:)(?=$|[\s.,!?])/g;
const ARROW = String.raw`(?:-{1,2}>|=>|[\u2190-\u21FF\u2B05\u27A1\u2794\u279C])`;
/** A number with its currency or thousands, before an arrow to another number: 7,500 ₪ -> 7,000 ₪. */
const CHANGE = new RegExp(
  String.raw`(?<![\d.,:/א-ת-])([₪$€£]?\d[\d.,:]*(?: ?(?:[KM]|₪|ש["״]ח|שקל|אלף|מיליון))?) ?${ARROW} ?(?=[₪$€£]?\d)`,
  'gu',
);
const ARROWS = new RegExp(` ?${ARROW} ?`, 'gu');
const KEYCAP = /(\d)\u20E3 ?/gu;
const KEYCAP_TEN = /\u{1F51F} ?/gu;
const CROSS = '[✗✘✖❌]';
const TICK = '[✓✔☑✅]';
const MARKS_BEFORE = new RegExp(`^\\s*(?:${CROSS}|${TICK})`, 'u');
const CROSS_BEFORE = new RegExp(`${CROSS} ?(?!(?:ללא|בלי|אין|לא)(?![א-ת]))(?=[א-ת])`, 'gu');
const DENIAL = /(?<![א-ת])(?:ללא|בלי|אין|לא)(?![א-ת])/;
const CROSS_BEHIND = new RegExp(`:? ?${CROSS}`, 'gu');
const TICK_BEHIND = new RegExp(`:? ?${TICK}`, 'gu');
const CROSSES = new RegExp(CROSS, 'u');

/** Returns a text whose ticks, crosses, arrows, keycaps and smileys are words, pauses or nothing. */
export function withSpokenMarks(text: string): string {
  if (!MARK.test(text)) return text;
  const plain = text
    .replace(STRUCK_OUT, '')
    .replace(SMILEY, '')
    .replace(CHANGE, 'מ-$1 ל-')
    .replace(ARROWS, ', ');
  return withSpokenTicks(withNumbersOf(plain));
}

/** A keycap before what it counts is a number; the others of a line that begins with one count entries. */
function withNumbersOf(text: string): string {
  const isList = /^\s*\d\u20E3/u.test(text);
  return text
    .replace(KEYCAP_TEN, '10 ')
    .replace(KEYCAP, (match, digit: string, at: number, whole: string) => {
      const isEntry = isList && !isMeasured(whole.slice(at + match.trimEnd().length));
      if (!isEntry) return `${digit} `;
      return at === 0 ? `${digit}. ` : `, ${digit}. `;
    });
}

/** A cross before a word denies it; crosses and ticks behind their words answer them. */
function withSpokenTicks(text: string): string {
  if (!CROSSES.test(text)) return text;
  if (MARKS_BEFORE.test(text)) return text.replace(CROSS_BEFORE, ', בלי ');
  if (DENIAL.test(text)) return text;
  return text.replace(CROSS_BEHIND, ' אין,').replace(TICK_BEHIND, ' יש,');
}
