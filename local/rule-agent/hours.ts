const HOURS = [
  ...'אחת שתיים שלוש ארבע חמש שש שבע שמונה תשע עשר'.split(' '),
  'אחת עשרה',
  'שתים עשרה',
];
const MINUTES: Readonly<Record<string, number>> = { חצי: 30, רבע: 15, עשרה: 10, עשרים: 20 };

const START = '(?<![א-ת\\d])';
const END = '(?![א-ת\\d])';
const HOUR = `(\\d{1,2}|אחת עשרה|שתיי?ם עשרה|${HOURS.join('|')})`;
const AND = '(?: ו(חצי|רבע|עשרה|עשרים))?';
const PARTS = '(בבוקר|לפני הצהריים|אחר הצהריים|אחרי הצהריים|אחה["״]צ|בצהריים|בערב|בלילה)';
/** Excludes numbers that are sums, dates or counts. */
const NO_HOUR = '(?![.,/:]\\d)(?! ?(?:שקל|ש["״]ח|אלף|אלפים|מיליון|חדרים|דקות|מטר))';

const CLOCK = new RegExp(`${START}(?:ב-?|בשעה |לשעה )?(\\d{1,2}):(\\d{2})(?: ?${PARTS})?`);
const QUARTER_TO = new RegExp(`${START}ב?רבע ל-?${HOUR}${END}(?: ?${PARTS})?`);
const AT_HOUR = new RegExp(
  `${START}(?:בשעה |לשעה |בסביבות |ב-?)${HOUR}${END}${NO_HOUR}${AND}(?: ?${PARTS})?`,
);
const HOUR_OF_DAY = new RegExp(`${START}${HOUR}${END}${AND} ${PARTS}`);
const BARE_HOUR = new RegExp(`${START}${HOUR}${END}${NO_HOUR}${AND}(?: ?${PARTS})?`);
const NOON = /(?<![א-ת])בצהריים(?![א-ת])/;

/** Returns the time of day in a text, like `10:00`. A bare number counts only after a question for it. */
export function hourIn(text: string, isAsked: boolean): string | undefined {
  const clock = CLOCK.exec(text);
  if (clock) return toHour(Number(clock[1]), Number(clock[2]), clock[3]);
  const quarter = QUARTER_TO.exec(text);
  if (quarter) return toHour(toNumber(quarter[1]) - 1, 45, quarter[2]);
  const said = AT_HOUR.exec(text) ?? HOUR_OF_DAY.exec(text) ?? (isAsked && BARE_HOUR.exec(text));
  if (said) return toHour(toNumber(said[1]), MINUTES[said[2] ?? ''] ?? 0, said[3]);
  return NOON.test(text) ? '12:00' : undefined;
}

/** Viewings are by day: an ambiguous hour is one of the afternoon. */
function toHour(hour: number, minutes: number, part: string | undefined): string | undefined {
  if (!(hour >= 0 && hour < 24 && minutes < 60)) return undefined;
  const isMorning = part === 'בבוקר' || part === 'לפני הצהריים';
  const before = part === undefined || part === 'בצהריים' ? 8 : 12;
  const whole = !isMorning && hour > 0 && hour < before ? hour + 12 : hour;
  return [whole, minutes].map((number) => String(number).padStart(2, '0')).join(':');
}

function toNumber(said = ''): number {
  return /^\d/.test(said) ? Number(said) : HOURS.indexOf(said.replace('שתיים ע', 'שתים ע')) + 1;
}
