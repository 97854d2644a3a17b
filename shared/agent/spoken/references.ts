import { toDigits } from './cardinal.ts';
import { countedNoun } from './nouns.ts';

/** Numbers from this length on are an id behind a word that may also come before a small number. */
const MIN_ID_DIGITS = 3;

/** Words whose number is always an id. */
const ALWAYS =
  `מיקוד רישיון רשיון קוד סיסמה סיסמא ת"ז זהות ח.פ. ח"פ מורשה דרכון אסמכתא אסמכתה שלוחה אישור פין
מזהה ברקוד מק"ט פקס קבלה`.split(/\s+/);
/** Words whose longer numbers are ids. */
const LONG =
  `נכס מודעה מספר מס' פנייה פניה הזמנה חשבונית תיק חשבון לקוח עסקה סניף סידורי קריאה חוזה כרטיס טופס
רכב הפניה הפנייה רישום דרישה בקשה מספרה מספרו פוליסה`.split(/\s+/);
/** Words between such a word and its number: רישיון תיווך מספר 123. */
const BETWEEN = `(?: (?:מספר|מס['׳’.]|תיווך|מתווך|מתווכת|כניסה|הכניסה|גישה|אימות|האימות|בנק|הבנק|הנכס|המודעה|הלקוח|שלי|שלכם|שלך|שלו|שלה|הוא|היא|עסק|עוסק|סודי|חברה|החברה|עוסק|הבניין|לבניין|לאינטרקום|לדלת|השער|לשער)){0,3}`;

const CODE = new RegExp(
  `(?<=${word(ALWAYS)}${BETWEEN}:? ?[-–#]?)#?(\\d+(?:[ #*-]\\d+)*)([#*]?)(?![\\d/]|[.,:]\\d)`,
  'g',
);
const ID = new RegExp(
  `(?<=${word(LONG)}${BETWEEN}:? ?[-–#]?)#?(\\d{${MIN_ID_DIGITS},})([#*]?)(?![\\d/]|[.,:-]\\d| \\d)`,
  'g',
);
/** An id in groups, unlike a range: חשבון 123-456789. */
const GROUPS = new RegExp(
  `(?<=${word(LONG)}${BETWEEN}:? ?[-–#]?)([1-9]\\d*(?:-\\d+)+)(?![\\d/]|[.,:-]\\d)`,
  'g',
);
/** Groups of four digits: a card, a bank account of a country. */
const FOURS = /(?<![\d.,-])\d{4}(?:[ -]\d{4}){2,}(?:[ -]\d{1,4})?(?![\d.,-])/g;
const MIN_GROUPED_DIGITS = 5;
const HASHED = /(?<![\d.,])(?:#(\d+)|(\d+)#)(?![\d/]|[.,:-]\d)/g;
/** A telephone number has groups of its own. */
const TELEPHONE = /^(?:0[57]\d{8}|0[23489]\d{7}|1[5-9]\d{8}|9725\d{8})$/;
const COUNTED = /^ ?(?:[₪%$€]|ש["״”]?ח|שקל|אלף|מיליון|מ["״]ר)|^ ([א-ת]+)/;

/** Returns a text with numbers that name a thing digit by digit: postcodes, licences, codes, ids. */
export function withSpokenReferences(text: string): string {
  return withSpokenGroups(text)
    .replace(CODE, (match, digits, end, at, whole) =>
      isCounted(whole.slice(at + match.length)) ? match : toCode(digits) + endOf(end),
    )
    .replace(ID, (match, digits, end, at, whole) =>
      TELEPHONE.test(digits) || isCounted(whole.slice(at + match.length))
        ? match
        : toCode(digits) + endOf(end),
    )
    .replace(HASHED, (_, after, before) => {
      if (!after) return `${toCode(before)} סולמית`;
      // A place in an order is a number; an id is read by its digits.
      return after.length < MIN_ID_DIGITS ? `מספר ${after}` : toCode(after);
    });
}

function toCode(digits: string): string {
  return digits
    .split(/[ -]/)
    .map((group) =>
      group
        .split(/(?=[#*])/)
        .map(toKeys)
        .join(''),
    )
    .join(', ');
}

function withSpokenGroups(text: string): string {
  if (!/\d[ -]\d/.test(text)) return text;
  return text
    .replace(GROUPS, (match, digits, at, whole) =>
      isGrouped(digits) && !isCounted(whole.slice(at + match.length)) ? toCode(digits) : match,
    )
    .replace(FOURS, toCode);
}

/** Returns the words of keys that are pressed: a sign, then digits. */
function toKeys(keys: string): string {
  const sign = endOf(keys[0] ?? '');
  return sign ? `${sign} ${toDigits(keys.slice(1))}` : toDigits(keys);
}

/** Two groups of one length are a range; others are an id. */
function isGrouped(digits: string): boolean {
  const groups = digits.split('-');
  const isRange = groups.length === 2 && groups[0]?.length === groups[1]?.length;
  return !isRange && digits.replaceAll('-', '').length >= MIN_GROUPED_DIGITS;
}

function endOf(sign: string): string {
  return sign === '#' ? ' סולמית' : sign === '*' ? ' כוכבית' : '';
}

function isCounted(behind: string): boolean {
  const [found, noun] = COUNTED.exec(behind) ?? [];
  if (found === undefined) return false;
  return noun === undefined || Boolean(countedNoun(noun)?.isCounted);
}

function word(words: readonly string[]): string {
  const alternatives = words.map((one) =>
    one.replaceAll('.', '\\.').replace('"', '["״”]').replace("'", "['׳’.]"),
  );
  return `(?<![א-ת])[והבלמש]{0,3}(?:${alternatives.join('|')})`;
}
