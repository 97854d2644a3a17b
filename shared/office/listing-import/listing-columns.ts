import * as z from 'zod/mini';
import { type Feature, toFeature } from '#shared/domain/listings/listing-features.ts';
import { byAnyName, nameKey } from '#shared/domain/listings/listing-names.ts';
import { number, placeName, words } from './cell.ts';
import { dayCell, dealCell, featuresCell, statusCell } from './listing-cells.ts';

/** A name is spoken in one breath; a description is read by a model during a call. */
const NAME_CHARACTERS = 100;
const DESCRIPTION_CHARACTERS = 1_000;

/** The columns of a row, by the names that problems use. */
export const columns = z.object({
  id: words(NAME_CHARACTERS),
  deal: dealCell,
  city: placeName(NAME_CHARACTERS),
  street: z.optional(placeName(NAME_CHARACTERS)),
  neighbourhood: z.optional(placeName(NAME_CHARACTERS)),
  rooms: number({
    must: 'a number of rooms, whole or half',
    from: 1,
    to: 30,
    step: 0.5,
    unit: /(?:חדרים|חדר|חד'|rooms?)\s*$/i,
    words: { סטודיו: 1, studio: 1 },
  }),
  floor: z.optional(
    number({
      must: 'the number of a floor, or ground',
      from: -5,
      to: 150,
      step: 1,
      // “3/8” and “3 of 8” name the building's floors as well.
      unit: /\s*(?:\/|מתוך|of)\s*\d+\s*$/,
      words: { קרקע: 0, 'קומת קרקע': 0, ground: 0 },
    }),
  ),
  sqm: z.optional(
    number({
      must: 'a number of square metres',
      from: 5,
      to: 100_000,
      step: 0.5,
      unit: /\s*(?:מ["״'׳]*ר|מטר|sqm|m2|m²)\s*$/i,
    }),
  ),
  // A price under a hundred shekels was counted in thousands or millions.
  price: number({
    must: 'a number in shekels',
    from: 100,
    to: 1_000_000_000,
    step: 1,
    unit: /₪|ש["״'׳]*ח|שקל(?:ים)?|NIS|ILS/gi,
  }),
  features: z.optional(featuresCell),
  available_from: z.optional(dayCell),
  description: z.optional(words(DESCRIPTION_CHARACTERS)),
  status: z.optional(statusCell),
});

/** A column with its own field in a listing. */
export type Column = keyof z.output<typeof columns>;

/** The columns that every listing needs. */
export const requiredColumns = ['id', 'deal', 'city', 'rooms', 'price'] as const;

/** The spellings of column heads; case, quotes, hyphens and text in brackets do not matter. */
const heads = byAnyName<Column>({
  id: ['מזהה', 'מספר נכס', "מס' נכס", 'קוד', 'קוד נכס', 'מספר מודעה', 'listing id'],
  deal: ['עסקה', 'סוג עסקה', 'סוג העסקה', 'deal type', 'מכירה השכרה'],
  city: ['עיר', 'יישוב', 'ישוב'],
  street: ['רחוב', 'כתובת', 'address'],
  neighbourhood: ['שכונה', 'אזור', 'neighborhood', 'area'],
  rooms: ['חדרים', 'מספר חדרים', "מס' חדרים"],
  floor: ['קומה'],
  sqm: ['שטח', 'מ"ר', 'גודל', 'size', 'square metres', 'square meters'],
  price: ['price_ils', 'מחיר', 'שכר דירה', 'מחיר מבוקש', 'מחיר בש"ח'],
  features: ['מאפיינים', 'תכונות', 'תוספות', 'כולל'],
  available_from: ['כניסה', 'תאריך כניסה', 'פינוי', 'תאריך פינוי', 'entry date'],
  description: ['תיאור', 'תאור', 'הערות', 'פרטים', 'notes'],
  status: ['סטטוס', 'מצב'],
});

/** Returns the column of a head, or the feature whose cells say yes or no; undefined for an unknown head. */
export function columnOf(head: string): Column | { readonly feature: Feature } | undefined {
  const name = head.replace(/\([^)]*\)/g, '').replace(/₪/g, '');
  const column = heads.get(nameKey(name));
  if (column) return column;
  const feature = toFeature(name);
  return feature && { feature };
}
