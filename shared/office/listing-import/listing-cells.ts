import type { Deal, Listing } from '#shared/domain/listings/listing.ts';
import { byAnyName, nameKey } from '#shared/domain/listings/listing-names.ts';
import type { Wrong } from './cell.ts';

/** Whether a home is on offer, and whether by this office alone. */
export type State = Pick<Listing, 'status' | 'exclusive'>;

/** Ids of advertisements, photographs: more of them than a home has are a slip. */
const MAX_LISTED = 30;
const ID_CHARACTERS = 100;
const AD_ID_CHARACTERS = 40;
const ADDRESS_CHARACTERS = 1_000;

const deals = byAnyName<Deal>({
  rent: ['rental', 'to rent', 'for rent', 'השכרה', 'להשכרה', 'שכירות', 'שכירות ארוכה'],
  sale: ['sell', 'for sale', 'מכירה', 'למכירה'],
});
const states = byAnyName<'active' | 'exclusive' | 'removed'>({
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
      'בשיווק',
      'אקטואלי',
      'רלוונטי',
      'באוויר',
      'מפורסם',
      'מפורסמת',
      'בטיפול',
      'open',
      'on market',
    ],
  ],
  exclusive: ['בלעדי', 'בלעדית', 'בלעדיות', 'בבלעדיות', 'פעיל בלעדי', 'פעיל בבלעדיות'],
  removed: [
    ...[
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
  const state = states.get(nameKey(text));
  if (!state) return { must: 'active or removed' };
  return state === 'exclusive' ? { status: 'active', exclusive: true } : { status: state };
}

/** Reads a cell that tells whether this office alone may offer the home. */
export function exclusiveCell(text: string): boolean | Wrong {
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

/** Reads a cell with the ids of advertisements. */
export function adIdsCell(text: string): readonly string[] | Wrong {
  const ids = [...new Set(text.split(/[\s,;|]+/).filter(Boolean))];
  const long = ids.find((id) => typeof idCell(id) !== 'string' || id.length > AD_ID_CHARACTERS);
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
