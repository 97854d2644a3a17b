/** The grammatical gender of a number, taken from its noun. */
export type Gender = 'masculine' | 'feminine';

/** Numbers from this one on are read digit by digit. */
export const CARDINAL_LIMIT = 1_000_000_000_000;

const TO_TEN = {
  masculine: 'אפס אחד שניים שלושה ארבעה חמישה שישה שבעה שמונה תשעה עשרה'.split(' '),
  feminine: 'אפס אחת שתיים שלוש ארבע חמש שש שבע שמונה תשע עשר'.split(' '),
} as const;
const TENS = 'אפס עשר עשרים שלושים ארבעים חמישים שישים שבעים שמונים תשעים'.split(' ');
const THOUSANDS = 'אלף שלושת ארבעת חמשת ששת שבעת שמונת תשעת עשרת'.split(' ');

/** Returns a whole number below CARDINAL_LIMIT in words, in its independent form: שניים, שתיים, עשרים ואחת. */
export function toCardinal(number: number, gender: Gender): string {
  if (number < 11) return at(TO_TEN[gender], number);
  const millions = [
    ...largeGroup(Math.floor(number / 1_000_000_000), 'מיליארד'),
    ...largeGroup(Math.floor(number / 1_000_000) % 1000, 'מיליון'),
  ];
  const thousands = thousandsGroup(Math.floor(number / 1000) % 1000);
  const rest = hundredsOf(number % 1000, gender);
  // A listener takes "a million and five hundred" for a million and a half.
  if (millions.length > 0 && thousands.length === 0 && rest.length > 0) {
    return `${spokenParts(millions)} ועוד ${spokenParts(rest)}`;
  }
  return spokenParts([...millions, ...thousands, ...rest]);
}

/** Returns a whole number in words, in the form before its noun: שני חדרים, שתי דירות. */
export function toCount(number: number, gender: Gender): string {
  if (number === 2) return gender === 'masculine' ? 'שני' : 'שתי';
  return toCardinal(number, gender);
}

/** Returns digits in words, one by one, like a telephone number. */
export function toDigits(digits: string): string {
  return Array.from(digits, (digit) => at(TO_TEN.feminine, Number(digit))).join(' ');
}

function hundredsOf(number: number, gender: Gender): string[] {
  const hundreds = Math.floor(number / 100);
  const rest = number % 100;
  const parts: string[] = [];
  if (hundreds === 1) parts.push('מאה');
  else if (hundreds === 2) parts.push('מאתיים');
  else if (hundreds > 2) parts.push(`${at(TO_TEN.feminine, hundreds)} מאות`);
  if (rest > 10 && rest < 20) parts.push(teen(rest, gender));
  else if (rest > 0 && rest <= 10) parts.push(at(TO_TEN[gender], rest));
  else if (rest > 0) {
    parts.push(at(TENS, Math.floor(rest / 10)));
    if (rest % 10 > 0) parts.push(at(TO_TEN[gender], rest % 10));
  }
  return parts;
}

function teen(number: number, gender: Gender): string {
  const ten = gender === 'masculine' ? 'עשר' : 'עשרה';
  if (number === 12) return `${gender === 'masculine' ? 'שנים' : 'שתים'} ${ten}`;
  return `${at(TO_TEN[gender], number - 10)} ${ten}`;
}

function largeGroup(count: number, name: string): string[] {
  if (count === 0) return [];
  if (count === 1) return [name];
  if (count === 2) return [`שני ${name}`];
  return [`${spokenParts(hundredsOf(count, 'masculine'))} ${name}`];
}

function thousandsGroup(count: number): string[] {
  if (count === 0) return [];
  if (count === 1) return ['אלף'];
  if (count === 2) return ['אלפיים'];
  if (count <= 10) return [`${at(THOUSANDS, count - 2)} אלפים`];
  return [`${spokenParts(hundredsOf(count, 'masculine'))} אלף`];
}

function spokenParts(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(' ')} ו${parts.at(-1)}`;
}

function at(words: readonly string[], index: number): string {
  return words[index] ?? '';
}
