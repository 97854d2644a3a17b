const ONES = 'אחת שתיים שלוש ארבע חמש שש שבע שמונה תשע'.split(' ');
/** The hours of the day, from one on. */
const HOURS = [
  ...ONES,
  'עשר',
  ...ONES.map((one) => `${one === 'שתיים' ? 'שתים' : one} עשרה`),
  'עשרים',
  ...ONES.slice(0, 3).map((one) => `עשרים ו${one}`),
];
const TENS: Readonly<Record<string, number>> = { עשרים: 20, שלושים: 30, ארבעים: 40, חמישים: 50 };
const MINUTES: Readonly<Record<string, number>> = {
  חמישה: 5,
  חמש: 5,
  עשרה: 10,
  עשר: 10,
  רבע: 15,
  חצי: 30,
  ...TENS,
};
const HOUR_MINUTES = 60;

const START = '(?<![א-ת\\d])';
const END = '(?![א-ת\\d])';
const HOUR = `(\\d{1,2}|שתיים עשרה|${HOURS.toReversed().join('|')})`;
const TEN = `(?:${Object.keys(TENS).join('|')})(?: וחמשה| וחמישה| וחמש)?`;
/** Minutes behind an hour: "and a quarter", "forty five". */
const AND = `(?: ו(${TEN}|חצי|רבע|עשרה|עשר|חמישה|חמש)(?! ?חדרים)| (${TEN}))?(?: דקות)?`;
const PARTS = '(בבוקר|לפני הצהריים|אחר הצהריים|אחרי הצהריים|אחה["״]צ|בצהריים|בערב|בלילה)';
/** Excludes decimals. */
const NO_UNIT = '(?! ?(?:שקל|ש["״]ח|אלף|אלפים|מיליון|חדרים|מטר|אחוז|%))(?![./]\\d)';
/** Excludes numbers that are sums, dates or counts. */
const NO_HOUR = '(?![.,/:]\\d)(?! ?(?:שקל|ש["״]ח|אלף|אלפים|מיליון|חדרים|דקות|מטר))';

const CLOCK = new RegExp(
  `${START}(?:ב-?|בשעה |לשעה )?(\\d{1,2})(?::|\\.(?=[0-5]\\d${END}${NO_UNIT}))(\\d{2})(?: ?${PARTS})?`,
);
/** Minutes before an hour: "ten to five". */
const TO_HOUR = new RegExp(
  `${START}ב?(רבע|חמישה|חמש דקות|חמש|עשרה|עשר דקות|עשר|עשרים וחמישה|עשרים וחמש|עשרים)(?: דקות)? ל-?${HOUR}${END}(?: ?${PARTS})?`,
);
const AT_HOUR = new RegExp(
  `${START}(?:בשעה |לשעה |בסביבות |ב-?)${HOUR}${END}${NO_HOUR}${AND}(?: ?${PARTS})?`,
);
const HOUR_OF_DAY = new RegExp(`${START}${HOUR}${END}${AND} ${PARTS}`);
const BARE_HOUR = new RegExp(`(?<!לפני )${START}${HOUR}${END}${NO_HOUR}${AND}(?: ?${PARTS})?`);
const NOON = /(?<![א-ת])בצהריים(?![א-ת])/;

/**
 * Returns the time of day in a text, like `10:00`. A bare number counts only after a question for it. In an
 * evening, an hour without its part of the day is late.
 */
export function hourIn(text: string, isAsked: boolean, isEvening = false): string | undefined {
  const usual = isEvening ? 'בערב' : undefined;
  const clock = CLOCK.exec(text);
  if (clock) return toHour(Number(clock[1]), Number(clock[2]), clock[3] ?? usual);
  const before = TO_HOUR.exec(text);
  if (before) {
    const minutes = HOUR_MINUTES - toMinutes(before[1]);
    return toHour(toNumber(before[2]) - 1, minutes, before[3] ?? usual);
  }
  const said = AT_HOUR.exec(text) ?? HOUR_OF_DAY.exec(text) ?? (isAsked && BARE_HOUR.exec(text));
  if (said) return toHour(toNumber(said[1]), toMinutes(said[2] ?? said[3]), said[4] ?? usual);
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

function toMinutes(said = ''): number {
  const [ten = '', five] = said.replace(/ דקות$/, '').split(' ');
  return (MINUTES[ten] ?? 0) + (five ? (MINUTES['חמש'] ?? 0) : 0);
}
