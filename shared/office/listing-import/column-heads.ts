import type { Column, ColumnMap } from '#shared/domain/listings/column-map.ts';
import type { Feature } from '#shared/domain/listings/listing-features.ts';
import { byAnyName, nameKey } from '#shared/domain/listings/listing-names.ts';
import { featureOf } from './feature-cells.ts';
import { isMonthly, isOtherUnit, withoutBrackets } from './head-units.ts';

/** The meaning of a head: a column, or a feature whose cells say yes or no. The size of land stands in for plots alone. */
export type Meaning =
  | { readonly column: Column; readonly isOfLand?: boolean }
  | { readonly feature: Feature };

/** The spellings of column heads; case, quotes, hyphens and text in brackets do not matter. */
const heads = byAnyName<Column>({
  id: [
    'מזהה',
    'מספר נכס',
    "מס' נכס",
    'מס נכס',
    'קוד',
    'קוד נכס',
    'listing id',
    'property id',
    'מק"ט',
  ],
  deal: [
    'עסקה',
    'סוג עסקה',
    'סוג העסקה',
    'deal type',
    'מכירה השכרה',
    'השכרה מכירה',
    'מכירה/השכרה',
    'השכרה/מכירה',
  ],
  kind: ['סוג נכס', 'סוג הנכס', 'סוג', 'property type', 'type', 'קטגוריה'],
  city: ['עיר', 'יישוב', 'ישוב', 'עיר/ישוב', 'ישוב/עיר', 'town'],
  street: ['רחוב', 'שם רחוב', 'רחוב ומספר', 'רחוב ומספר בית'],
  number: [
    "מס' בית",
    'מספר בית',
    'מס בית',
    'בית',
    'house number',
    'street number',
    "מס' רחוב",
    'מספר ברחוב',
  ],
  neighbourhood: ['שכונה', 'שכונות', 'neighborhood'],
  rooms: ['חדרים', 'מספר חדרים', "מס' חדרים", 'מס חדרים', "חד'", 'חדר'],
  floor: ['קומה', "מס' קומה", 'מספר קומה'],
  floors: [
    ...[
      'מתוך קומות',
      'קומות',
      'קומות בבניין',
      'קומות בבנין',
      'סה"כ קומות',
      'מספר קומות',
      "מס' קומות",
    ],
    ...['total floors', 'building floors'],
  ],
  sqm: [
    ...[
      'מ"ר בנוי',
      'שטח בנוי',
      'בנוי',
      'מ"ר',
      'שטח דירה',
      'שטח הנכס',
      'שטח נכס',
      'שטח במ"ר',
      'square metres',
    ],
    ...['square meters', 'שטח', 'גודל', 'size', 'גודל במ"ר'],
  ],
  price: [
    ...[
      'price_ils',
      'מחיר',
      'שכר דירה',
      'שכ"ד',
      'מחיר מבוקש',
      'מחיר בש"ח',
      'מחיר ש"ח',
      'מחיר בשקלים',
      'שכירות',
    ],
    ...['מחיר שיווק', 'מחיר פרסום', 'asking price'],
  ],
  arnona: ['ארנונה', 'arnona_ils', 'ארנונה לחודשיים', 'ארנונה דו חודשי', 'ארנונה דו חודשית'],
  arnona_monthly: ['ארנונה לחודש', 'ארנונה חודשית', 'ארנונה חודשי', 'ארנונה בחודש'],
  vaad: [
    'ועד בית',
    'vaad_ils',
    'ועד',
    'וועד בית',
    'ועד בית לחודש',
    'ועד הבית',
    'דמי ועד',
    'דמי ועד בית',
    'דמי ניהול',
  ],
  features: ['מאפיינים', 'תכונות', 'תוספות', 'כולל', 'מאפייני הנכס', 'פירוט תוספות', 'amenities'],
  condition: ['מצב הנכס', 'מצב נכס', 'מצב הדירה', 'condition'],
  available_from: [
    ...[
      'כניסה',
      'תאריך כניסה',
      'מועד כניסה',
      'פינוי',
      'תאריך פינוי',
      'מועד פינוי',
      'entry date',
      'available from',
    ],
    ...['תאריך כניסה לנכס', 'זמינות'],
  ],
  description: [
    'תיאור',
    'תאור',
    'תיאור הנכס',
    'תאור הנכס',
    'טקסט חופשי',
    'מלל',
    'תיאור מלא',
    'תוכן המודעה',
  ],
  status: [
    ...['סטטוס', 'סטאטוס', 'סטטוס נכס', 'סטטוס הנכס'],
    ...['פעיל', 'פעילה', 'האם פעיל', 'active', 'is active'],
  ],
  exclusive: ['בלעדיות', 'בלעדי', 'האם בלעדי', 'בבלעדיות', 'exclusivity'],
  broker: [
    ...[
      'סוכן',
      'סוכנת',
      'מתווכת',
      'סוכן מטפל',
      'שם סוכן',
      'שם הסוכן',
      'יועץ',
      'יועץ נדל"ן',
      'איש קשר במשרד',
    ],
    ...['agent', 'realtor', 'סוכן אחראי', 'שם מתווך', 'גורם מטפל'],
  ],
  broker_phone: [
    ...[
      'טלפון סוכן',
      'טלפון הסוכן',
      'נייד סוכן',
      "טל' סוכן",
      'טל סוכן',
      'טלפון מתווך',
      'agent phone',
      'broker phone',
    ],
    ...['נייד מתווך', "טל' מתווך"],
  ],
  ad_ids: [
    ...[
      "מס' מודעה יד2",
      'מספר מודעה יד2',
      'מודעה יד2',
      'מודעת יד2',
      'יד2',
      'יד 2',
      'קוד יד2',
      'מודעות',
      'מספרי מודעות',
    ],
    ...['מדלן', 'מודעת מדלן', 'קוד מדלן', 'הומלס', 'ad id', 'ad ids'],
  ],
  photos: [
    'תמונות',
    'קישור לתמונות',
    'תמונה',
    'קישורי תמונות',
    'images',
    'photo',
    'pictures',
    'צילומים',
  ],
});

/** Heads that mean a column only if no other head of the file does. Notes (הערות) mean none: they are the office's own. */
const weakHeads = byAnyName<Column>({
  id: ['מספר מודעה', "מס' מודעה", 'מס מודעה', 'מודעה', "מס'", 'מספר', '#', 'מספר סידורי'],
  deal: [],
  kind: [],
  city: ['מקום', 'location'],
  street: ['כתובת', 'כתובת הנכס', 'address'],
  number: [],
  neighbourhood: ['אזור', 'איזור', 'area', 'רובע'],
  rooms: [],
  floor: [],
  floors: [],
  sqm: ['שטח כולל', 'שטח ברוטו', 'שטח נטו', 'שטח מגרש', 'גודל מגרש', 'מ"ר מגרש', 'מגרש'],
  price: ['מחיר מכירה', 'מחיר השכרה', 'מחיר סופי', 'סכום'],
  arnona: [],
  arnona_monthly: [],
  vaad: [],
  features: [],
  condition: [],
  available_from: [],
  description: ['פרטים', 'פרטים נוספים', 'הערות למודעה'],
  status: ['מצב'],
  exclusive: [],
  broker: [],
  broker_phone: [],
  ad_ids: [],
  photos: [],
});

/** Heads of advertisements, which are ids where the file has no other id. */
const adHeads: ReadonlySet<string> = new Set(
  ['מספר מודעה', "מס' מודעה", 'מס מודעה', 'מודעה'].map(nameKey),
);

/** Heads with the size of land: a house has a size of its own. */
const landHeads: ReadonlySet<string> = new Set(
  ['שטח מגרש', 'גודל מגרש', 'מ"ר מגרש', 'מגרש'].map(nameKey),
);

/** Returns the meaning of a head by itself; undefined for an unknown head. */
export function columnOf(head: string): Meaning | undefined {
  const name = nameOf(head);
  const column = heads.get(name) ?? weakHeads.get(name);
  if (column && isOtherUnit(head, column)) return undefined;
  if (column === 'arnona' && isMonthly(head)) return { column: 'arnona_monthly' };
  if (column) return { column };
  const feature = name && featureOf(name);
  return feature ? { feature } : undefined;
}

/** Returns the meaning of each head of a file. A map of the office's own names, by our names, goes before all others. */
export function meaningsOf(
  fileHeads: Iterable<string>,
  ownNames: ColumnMap = new Map(),
): ReadonlyMap<string, Meaning> {
  const own = new Map([...ownNames].map(([column, head]) => [nameOf(head), column] as const));
  const all = [...fileHeads];
  const strong = new Set<Column>(ownNames.keys());
  for (const head of all) {
    const column = heads.get(nameOf(head));
    if (column) strong.add(column);
  }
  const meanings = new Map<string, Meaning>();
  for (const head of all) {
    const name = nameOf(head);
    const mapped = own.get(name);
    if (mapped && isOtherUnit(head, mapped)) continue;
    const meaning = mapped ? { column: mapped } : meaningOf(head, strong);
    const isReplaced = !mapped && meaning && 'column' in meaning && ownNames.has(meaning.column);
    if (meaning && !isReplaced) meanings.set(head, meaning);
  }
  return meanings;
}

function meaningOf(head: string, strong: ReadonlySet<Column>): Meaning | undefined {
  const name = nameOf(head);
  const weak = weakHeads.get(name);
  if (!weak || heads.has(name) || !strong.has(weak)) return columnOf(head);
  if (landHeads.has(name)) return { column: 'sqm', isOfLand: true };
  return adHeads.has(name) ? { column: 'ad_ids' } : undefined;
}

function nameOf(head: string): string {
  return nameKey(withoutBrackets(head).replace(/[₪:*]/g, ''));
}
