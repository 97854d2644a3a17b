import { nameKey } from '#shared/domain/listings/listing-names.ts';
import { officeDay } from '#shared/domain/office/office-day.ts';
import type { Wrong } from './cell.ts';
import { withPlainQuotes } from './cell-text.ts';

/** A day of entry, `now` or `flexible`, and words that callers are told beside it. */
export type Entry = { readonly day: string; readonly note?: string };

const MUST = 'a day like 2026-11-23 or 23/11/2026, or now';
/** A longer cell is a sentence; the limit also bounds the work of every pattern here. */
const MAX_CHARACTERS = 40;
const DAY_MS = 86_400_000;
const MONTHS = 12;
/** A day without its year lies at most two months back, else it is a day of the next year. */
const LATELY_MS = 60 * DAY_MS;
/** A day with its time, and perhaps with its zone: `2026-12-31T22:00:00.000Z`. */
const WITH_TIME = /^(\S+)[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/;
/** The days that Excel counts from 1900, between the years 2000 and 2100. */
const serial = { from: 36_526, to: 73_050, epoch: Date.UTC(1899, 11, 30) } as const;

const monthNames = [
  ['ינואר', 'ינו', 'january', 'jan'],
  ['פברואר', 'פבר', 'february', 'feb'],
  ['מרץ', 'מרס', 'march', 'mar'],
  ['אפריל', 'אפר', 'april', 'apr'],
  ['מאי', 'may'],
  ['יוני', 'יונ', 'june', 'jun'],
  ['יולי', 'יול', 'july', 'jul'],
  ['אוגוסט', 'אוג', 'august', 'aug'],
  ['ספטמבר', 'ספט', 'september', 'sep', 'sept'],
  ['אוקטובר', 'אוק', 'october', 'oct'],
  ['נובמבר', 'נוב', 'november', 'nov'],
  ['דצמבר', 'דצמ', 'december', 'dec'],
];
const months = new Map(
  monthNames.flatMap((names, index) => names.map((name) => [nameKey(name), index + 1] as const)),
);
const atOnce = keys([
  ...['now', 'immediate', 'immediately', 'מיידי', 'מיידית', 'מידי', 'מידית', 'כניסה מיידית'],
  ...['פנוי', 'פנויה', 'עכשיו', 'היום', 'פינוי מיידי'],
]);
const flexible = keys([
  ...['גמיש', 'גמישה', 'כניסה גמישה', 'תאריך גמיש', 'פינוי גמיש', 'flexible'],
  ...['לפי הסכמה', 'בהסכמה', 'לפי תיאום', 'בתיאום', 'בתאום', 'לפי תאום'],
  ...['פינוי בתיאום', 'פינוי בתאום', 'כניסה בתיאום', 'פינוי לפי תיאום', 'תאריך כניסה גמיש'],
  ...['מועד גמיש', 'בתיאום מראש', 'לתיאום'],
]);
/** Words that make a day or a flexible entry more or less flexible. */
const DEGREE = /[ (,]+(?:מאוד|מאד|לגמרי|יחסית)\)?$/;
/** The same before an entry at once: `גמיש/מיידי`. */
const FLEXIBLE_FIRST = /^(?:גמישה?|flexible)[ ,/–-]+(?:או )?(?=מי?ידי)/i;
/** The words behind a day from which an entry is possible. */
const IS_FLEXIBLE = /[ ,(+/–-]+(?:או )?(?:גמישה?|flexible)\)?$/i;
/** The words before a day: `החל מ-1.3.27`. */
const FROM =
  /^(?:(?:פנויה?|כניסה|פינוי) )?(?:החל )?(?:[במ]?ה?(?:תאריך)?[ :]?\p{Pd}? ?(?=\d)|(?:החל מ\p{Pd}? ?|מתאריך |מ\p{Pd}|בחודש )(?=[א-ת]))/u;
/** A time from the import on: `תוך חודש`, `תוך 60 יום`. */
const WITHIN =
  /^(?:ב?תוך|בעוד|עד) (?:(\d{1,3}) )?(יום|ימים|שבוע|שבועיים|שבועות|חודש|חודשיים|חודשים)$/;
/** The days of each word of `WITHIN`. */
const withinDays: Readonly<Record<string, number>> = {
  יום: 1,
  ימים: 1,
  שבוע: 7,
  שבועות: 7,
  שבועיים: 14,
  חודש: 30,
  חודשים: 30,
  חודשיים: 60,
};

/** Reads a cell with a day of entry: `1.3.27`, `01/2027`, `אמצע ינואר`, `תוך חודש`, `מיידי`, `גמיש`. */
export function dayCell(text: string, at: number): Entry | Wrong {
  if (text.length > MAX_CHARACTERS) return { must: MUST };
  const plain = withPlainQuotes(text).replace(DEGREE, '');
  if (flexible.has(keyOf(plain))) return { day: 'flexible' };
  const bare = plain.replace(IS_FLEXIBLE, '').replace(FLEXIBLE_FIRST, '').trim();
  const day = atOnce.has(keyOf(bare)) ? 'now' : datedDay(bare, at);
  if (!day) return { must: MUST };
  return { day, ...(bare !== plain && { note: 'כניסה גמישה' }) };
}

function keyOf(text: string): string {
  return nameKey(text.replace(/[,+]/g, ' '));
}

function datedDay(text: string, at: number): string | undefined {
  const [, count = '1', unit = ''] = WITHIN.exec(text) ?? [];
  const days = withinDays[unit];
  if (days) return officeDay(at + Number(count) * days * DAY_MS);
  const bare = text.replace(FROM, '');
  const [, date = bare, zone] = WITH_TIME.exec(bare) ?? [];
  const day = toDay(date, at);
  // Software writes midnight in Israel as an evening of UTC.
  return day && zone ? officeDay(Date.parse(bare.replace(' ', 'T'))) : day;
}

function toDay(text: string, at: number): string | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (year) return dayOf(Number(year), Number(month), Number(day));
  const [, monthOfYear, yearOfMonth] = /^(\d{1,2})[./-](\d{4})$/.exec(text) ?? [];
  if (yearOfMonth) return dayOf(Number(yearOfMonth), Number(monthOfYear), 1);
  const [, yearFirst, monthSecond] = /^(\d{4})-(\d\d)$/.exec(text) ?? [];
  if (yearFirst) return dayOf(Number(yearFirst), Number(monthSecond), 1);
  const israeli = /^(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d\d))?$/.exec(text);
  if (israeli) {
    const [, date, number, full] = israeli;
    // No month has the number 27: 01/27 is a month of a year.
    if (!full && Number(number) > MONTHS) return dayOf(2_000 + Number(number), Number(date), 1);
    return dayIn(full, Number(number), { date: Number(date), at });
  }
  if (/^\d{5}$/.test(text)) return serialDay(Number(text));
  return namedDay(text, at);
}

/** Reads `ינואר 2027`, `בינואר 27`, `1 בינואר 2027`, `סוף ינואר`, `1-Dec-26`, `דצמ-26`. */
function namedDay(text: string, at: number): string | undefined {
  const words =
    /^(?:(\d{1,2})[ -]|(תחילת|אמצע|סוף) )?([א-תA-Za-z]+)['.,]?(?:[ -](\d{4}|\d\d))?$/.exec(text);
  if (!words) return undefined;
  const [, date, part, name = '', full] = words;
  const known = months.get(nameKey(name)) ?? months.get(nameKey(name.replace(/^[בלמ]/, '')));
  if (!known) return undefined;
  const parts: Readonly<Record<string, number>> = { אמצע: 15, סוף: 28 };
  return dayIn(full, known, { date: Number(date ?? parts[part ?? ''] ?? 1), at });
}

function dayIn(
  year: string | undefined,
  month: number,
  { date, at }: { readonly date: number; readonly at: number },
): string | undefined {
  if (year) return dayOf(Number(year.length === 2 ? `20${year}` : year), month, date);
  const thisYear = new Date(at).getUTCFullYear();
  const isLate = Date.UTC(thisYear, month - 1, date) < at - LATELY_MS;
  return dayOf(isLate ? thisYear + 1 : thisYear, month, date);
}

/** Returns a day as ISO; undefined if the calendar lacks it. */
function dayOf(year: number, month: number, date: number): string | undefined {
  const day = new Date(Date.UTC(year, month - 1, date));
  const exists = day.getUTCMonth() === month - 1 && day.getUTCDate() === date;
  return exists ? day.toISOString().slice(0, 10) : undefined;
}

function serialDay(count: number): string | undefined {
  if (count < serial.from || count > serial.to) return undefined;
  return new Date(serial.epoch + count * DAY_MS).toISOString().slice(0, 10);
}

function keys(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map(nameKey));
}
