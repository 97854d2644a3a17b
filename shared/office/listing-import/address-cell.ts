import { cityKey } from '#shared/domain/listings/listing-city.ts';
import { isWrong, placeName, type Wrong } from './cell.ts';
import { withPlainQuotes } from './cell-text.ts';
import { type Floor, floorCell } from './floor-cell.ts';

/** The parts of an address: street, house number as written, floors, and a rest such as a corner. */
export type Address = Partial<Floor> & {
  readonly street: string;
  readonly number?: string;
  readonly rest?: string;
};

/** A name is spoken in one breath. */
const NAME_CHARACTERS = 100;
/** A house number with its entrance has fewer characters. */
const NUMBER_CHARACTERS = 20;
/** A name that is a number needs this word before it: רחוב 7. */
const GENERIC = /^(?:רחוב|רח'|רח|סמטה|סמטת|סמ'|שביל|דרך|שדרה|שדרות|שד'|כביש|משעול|street|road)$/i;
/** A name that is a day: ה-29 בנובמבר. */
const DAY_NAME =
  /(?:[א-ת]{1,10}'? )?ה?-?\d{1,2} ב(?:ינואר|פברואר|מרץ|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר)(?!\p{L})/u;
/** A floor as `קומה 2 מתוך 4`, `ק' 3`, `קומה קרקע`, `קומה ב'`. */
const FLOOR =
  /^ *,? *(?:(?:קומה|קומת|floor)(?!\p{L}):?|ק'|ק\.|ק(?= ?\d)) ?((?:-?\d{1,3}(?!\d)|קרקע|מרתף|[א-ל]['"]?[א-ט]?'?(?=[\s,.]|$)|\p{L}{4,8}(?=[\s,.]|$))(?: ?(?:מתוך|of|\/) ?\d{1,3}(?: קומות)?)?)/iu;
/** A flat's own number and its entrance: callers need neither. */
const FLAT =
  /^ *(?:\/ ?\d{1,4}|,? ?(?:(?:דירה מס'?|דירה|apt\.?|כניסה) ?[\dא-ת]{1,4}(?!\p{L})'?|ד'? ?\d{1,4}))/iu;
/** The words that begin the part behind the house, even where a house has no number. */
const BEHIND = /[\s,]+(?:דירה|קומה|קומת|כניסה|apt|floor)(?=[\s.:\d])/i;
/** A house number's letter. Apart from its number, it must not be the short word for a flat or a floor. */
const LETTER =
  /(?:[א-ת](?=['\s,/.]|$)'?| (?!ק['.]? ?(?:\d|קרקע|מרתף|[א-ל]['"]?(?:[\s,.]|$))|ד'? ?\d)[א-ת](?=['\s,/.]|$)'?)?/;
const NUMBER = `\\d{1,4}${LETTER.source}(?: ?[-–] ?\\d{1,4})?`;
/** A house number behind a name. */
const NUMBER_BEHIND = new RegExp(
  `^(${DAY_NAME.source}|(?!${DAY_NAME.source})[^\\d]*[^\\d\\s,]) *,? *(${NUMBER})(?!\\d)`,
  'u',
);
/** A house number before a name, as English has it: 12 Dizengoff St, 12 הרצל. */
const NUMBER_BEFORE = new RegExp(
  `^(?!${DAY_NAME.source})(\\d{1,4}[a-zא-ת]?(?: ?[-–] ?\\d{1,4})?) *,? +(\\p{L}[^\\d]*)$`,
  'iu',
);
/** A number or a floor in brackets: הרצל (88), הרצל 14 (קומה ב). */
const IN_BRACKETS = /\(([^()]*(?:\d|קומה)[^()]*)\)/g;
/** The word before a house number, and a hyphen: הרצל מס' 5, הרצל-5. */
const NUMBER_WORD = /(?:[\s,]+(?:מס'|מס\.?|מספר|בית|no\.?|#))?[\s\-–]*$/i;

const readName = placeName(NAME_CHARACTERS);

/** Reads a cell with a street and perhaps its house number: `ארלוזורוב 88/4 ק' 3`, `שד' רוטשילד 12א`, `12 הרצל`. */
export function addressCell(text: string): Address | Wrong {
  const name = readName(text);
  if (typeof name !== 'string') return name;
  const plain = withPlainQuotes(name).replace(IN_BRACKETS, ' $1 ').replace(/\s+/g, ' ').trim();
  const end = BEHIND.exec(plain)?.index ?? plain.length;
  const house = plain.slice(0, end);
  const [before = '', number = '', behind = ''] = houseParts(house) ?? [];
  if (!number || GENERIC.test(before)) {
    const { rest, ...floors } = afterHouse(plain.slice(end));
    return rest ? { street: plain } : { street: house, ...floors };
  }
  return { street: before, ...withNumber(number, behind + plain.slice(end)) };
}

/** Returns the street, the house number as written, and the words behind it. */
function houseParts(house: string): readonly string[] | undefined {
  const [, first = '', name = ''] = NUMBER_BEFORE.exec(house) ?? [];
  if (first) return [name.trim(), first];
  const [whole = '', before = '', number = ''] = NUMBER_BEHIND.exec(house) ?? [];
  return number ? [before.replace(NUMBER_WORD, ''), number, house.slice(whole.length)] : undefined;
}

/** A rest with digits belongs to the number: it is told to no more people. */
function withNumber(number: string, words: string): Omit<Address, 'street'> {
  const { rest, ...floors } = afterHouse(words);
  const tidy = number.replace(/ (?=[א-ת])/, '').replace(/'$/, '');
  if (tidy === '0') return floors;
  if (!rest) return { number: tidy, ...floors };
  if (/\d/.test(rest)) return { number: `${tidy} ${rest}`.slice(0, NUMBER_CHARACTERS), ...floors };
  return { number: tidy, rest, ...floors };
}

/** Reads the words behind a house: its flat, its floor, and a rest such as a corner. */
function afterHouse(words: string): Partial<Floor> & { readonly rest: string } {
  let rest = words;
  let floors: Partial<Floor> = {};
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(FLAT, '');
    const [whole, level = ''] = FLOOR.exec(rest) ?? [];
    const read = floorCell(level);
    if (whole === undefined || isWrong(read)) continue;
    floors = { ...read, ...floors };
    rest = rest.slice(whole.length);
  }
  return { rest: rest.replace(/^[\s,.]+|[\s,.]+$/g, ''), ...floors };
}

/** Returns an address without the city behind it; another rest, such as a corner, belongs to the street. */
export function inCity({ rest, street, ...address }: Address, city: string): Address {
  const [first = '', ...others] = street.split(/ ?, ?/);
  const isOwn = (name: string) => cityKey(name) === cityKey(city);
  const plain = others.length > 0 && others.every(isOwn) ? first : street;
  if (!rest || isOwn(rest)) return { ...address, street: plain };
  return { ...address, street: `${plain} ${rest}`.slice(0, NAME_CHARACTERS) };
}

/** Reads a cell with a house number alone: `88`, `12א`, `12-14`. */
export function houseNumberCell(text: string): string | Wrong {
  const must = 'a house number like 88 or 12א';
  const plain = withPlainQuotes(text)
    .replace(/^(?:בית|מס'|מספר) ?/, '')
    .replace(/\.0?$/, '');
  if (plain.length > NUMBER_CHARACTERS) return { must };
  if (/^\d{1,2}[./]\d{1,2}[./]\d{2,4}$/.test(plain)) {
    return { must, remedy: 'Excel has made a day of it; format the column as text' };
  }
  const read = /^(\d{1,4}(?: ?[א-תa-z]'?)?(?: ?[-–] ?\d{1,4})?)(?: ?\/ ?\d{1,4})?$/i.exec(plain);
  return read?.[1]?.replace(/ (?=\p{L})/u, '').replace(/'$/, '') ?? { must };
}
