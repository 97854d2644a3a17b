import type { Deal, Listing } from '#shared/domain/listings/listing.ts';
import { byAnyName, nameKey } from '#shared/domain/listings/listing-names.ts';
import { officeDay } from '#shared/domain/office/office-day.ts';
import { isWrong, type Wrong } from './cell.ts';
import { dayCell } from './day-cell.ts';

/** Whether a home is on offer, and whether by this office alone. */
export type State = Pick<Listing, 'status' | 'exclusive'>;

/** Ids of advertisements, photographs: more of them than a home has are a slip. */
const MAX_LISTED = 30;
const ID_CHARACTERS = 100;
const AD_ID_CHARACTERS = 40;
const ADDRESS_CHARACTERS = 1_000;

const deals = byAnyName<Deal>({
  rent: [
    ...[
      'rental',
      'to rent',
      'for rent',
      'השכרה',
      'להשכרה',
      'שכירות',
      'שכירות ארוכה',
      'שכר דירה',
      'שכ"ד',
    ],
    ...['השכרה לטווח ארוך', 'להשכרה לטווח ארוך', 'שכירות לטווח ארוך', 'השכרה ארוכת טווח', 'להשכיר'],
    ...['השכרה לטווח קצר', 'שכירות לטווח קצר', 'שכירות חודשית'],
  ],
  sale: [
    'sell',
    'buy',
    'for sale',
    'מכירה',
    'למכירה',
    'מכר',
    'קנייה',
    'לקנייה',
    'רכישה',
    'לרכישה',
    'למכור',
  ],
});
const states = byAnyName<'active' | 'exclusive' | 'shared' | 'removed'>({
  active: [
    ...[
      'available',
      'פעיל',
      'פעילה',
      'זמין',
      'זמינה',
      'פנוי',
      'פנויה',
      'חדש',
      'חדשה',
      'משווק',
      'משווקת',
    ],
    ...[
      ...['כן', 'yes', 'true', 'v', '✓', '✔', '√', '1'],
      'בשיווק',
      'אקטואלי',
      'רלוונטי',
      'באוויר',
      'להשכרה',
      'למכירה',
      'מפורסם',
      'מפורסמת',
      'בטיפול',
      'open',
      'on market',
    ],
  ],
  exclusive: ['בלעדי', 'בלעדית', 'בלעדיות', 'בבלעדיות', 'פעיל בלעדי', 'פעיל בבלעדיות'],
  shared: ['ללא בלעדיות', 'לא בלעדי', 'לא בבלעדיות', 'פעיל ללא בלעדיות'],
  removed: [
    ...[
      ...['לא', 'no', 'false', 'x', '✗', '✘', '0'],
      'sold',
      'rented',
      'הוסר',
      'הוסרה',
      'לא פעיל',
      'לא פעילה',
      'הושכר',
      'הושכרה',
      'מושכר',
      'מושכרת',
    ],
    ...[
      'נמכר',
      'נמכרה',
      'מכור',
      'מכורה',
      'ירד',
      'ירדה',
      'ירד מהשוק',
      'ירד מהפרק',
      'הוקפא',
      'מוקפא',
      'מוקפאת',
    ],
    ...[
      'בהקפאה',
      'בהמתנה',
      'מושהה',
      'בחוזה',
      'בתהליך חוזה',
      'תחת חוזה',
      'נחתם חוזה',
      'נחתם',
      'ממתין',
      'לא פורסם',
      'לא מפורסם',
      'טיוטה',
      'לא רלוונטי',
      'לא רלוונטית',
      'ארכיון',
      'בארכיון',
      'מבוטל',
      'בוטל',
      'נסגר',
      'סגור',
      'archived',
      'inactive',
    ],
  ],
});
const exclusivities = byAnyName({
  yes: [
    'y',
    'true',
    'v',
    '1',
    '✓',
    '✔',
    '+',
    'כן',
    'יש',
    'בלעדי',
    'בלעדית',
    'בלעדיות',
    'בבלעדיות',
    'exclusive',
  ],
  no: [
    'n',
    'x',
    '✗',
    '✘',
    'false',
    '0',
    'לא',
    'אין',
    'לא בלעדי',
    'לא בלעדית',
    'ללא בלעדיות',
    'ללא',
    'פתוח',
    'open',
  ],
});

/** Reads a cell with the deal: rent or sale. */
export function dealCell(text: string): Deal | Wrong {
  return deals.get(nameKey(text)) ?? { must: 'rent or sale' };
}

/** Reads a cell with the status. */
export function statusCell(text: string): State | Wrong {
  // Two columns may tell it: a home is on offer only if both say so.
  const words = text.split(/[,\n]+/).filter((word) => word.trim());
  const told = words.map((word) => states.get(nameKey(word)));
  const wrong = words[told.indexOf(undefined)];
  if (wrong !== undefined || words.length === 0)
    return { must: 'active or removed', wrong: wrong ?? text };
  if (told.includes('removed')) return { status: 'removed' };
  if (told.includes('exclusive')) return { status: 'active', exclusive: true };
  return { status: 'active', ...(told.includes('shared') && { exclusive: false }) };
}

/** Reads a cell that tells whether, or until which day, this office alone may offer the home: `עד 1.3.27`. */
export function exclusiveCell(text: string, at: number): boolean | Wrong {
  const [, last = ''] =
    /^(?:(?:כן|יש|בלעדית?|בבלעדיות)[ ,]+)?עד[ :]+(?:ה-?)?(.+)$/.exec(text) ?? [];
  const until = last && dayCell(last, at);
  if (until && !isWrong(until) && until.day) return until.day >= officeDay(at);
  const answer = exclusivities.get(nameKey(text));
  return answer ? answer === 'yes' : { must: 'yes or no' };
}

/** Reads a cell with an id. Excel rounds a long number: two of them would become one. */
export function idCell(text: string): string | Wrong {
  if (text.length > ID_CHARACTERS) return { must: `at most ${ID_CHARACTERS} characters long` };
  const isRounded = /^\d+(?:[.,]\d+)?E\+\d+$/i.test(text);
  const remedy = 'Excel has rounded it; format the column as a number without decimals';
  return isRounded ? { must: 'an id', remedy } : text;
}

/** The name of a board before its id: `יד2: 998`. */
const BOARD =
  /(?<!\p{L})(?:(?:מדלן|הומלס|madlan|homeless) ?[:=] ?|(?:יד ?2|yad ?2)(?: ?[:=] ?| +(?=\S)))/giu;

/** The words by which a cell says that a home has no advertisement. */
const noAd: ReadonlySet<string> = new Set(['0', '-', 'אין', 'לא', 'ללא', 'none', 'no']);

/** Returns the id of an advertisement, also from its address on the board. */
function adIdOf(part: string): string {
  // Excel may write a number with a decimal.
  if (!/^https?:\/\//i.test(part)) return part.replace(/^(\d+)\.0$/, '$1');
  return URL.parse(part)?.pathname.split('/').findLast(Boolean) ?? part;
}

/** Reads a cell with the ids of advertisements; a spreadsheet may write one with commas: `12,345,678`. */
export function adIdsCell(text: string): readonly string[] | Wrong {
  const parts = text
    .replace(BOARD, ' ')
    .split(/[\s;|]+/)
    .flatMap((part) => {
      if (/^\d{1,3}(?:,\d{3}){1,10}$/.test(part)) return part.replaceAll(',', '');
      return part.split(',').map(adIdOf);
    });
  const ids = [...new Set(parts.filter((id) => id && !noAd.has(id)))];
  for (const id of ids) {
    const read = idCell(id);
    if (isWrong(read)) return { ...read, wrong: id };
  }
  const long = ids.find((id) => id.length > AD_ID_CHARACTERS);
  if (long) return { must: `ids of at most ${AD_ID_CHARACTERS} characters`, wrong: long };
  return ids.length > MAX_LISTED ? { must: `at most ${MAX_LISTED} ids` } : ids;
}

/** Reads a cell with the addresses of photographs. */
export function photosCell(text: string): readonly string[] | Wrong {
  const photos = [...new Set(text.split(/(?<![\s,;|])[\s,;|]+(?=https?:)|\s+/).filter(Boolean))];
  const wrong = photos.find(
    (photo) =>
      photo.length > ADDRESS_CHARACTERS || !/^https?:$/.test(URL.parse(photo)?.protocol ?? ''),
  );
  if (wrong) return { must: 'addresses like https://…/1.jpg', wrong };
  return photos.length > MAX_LISTED ? { must: `at most ${MAX_LISTED} photographs` } : photos;
}
