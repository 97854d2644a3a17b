import { type ListingKind, listingKinds } from '#shared/domain/listings/listing-kinds.ts';
import { byAnyName, nameKey } from '#shared/domain/listings/listing-names.ts';
import { kindsFor } from '#shared/domain/listings/wanted-kinds.ts';
import type { Wrong } from './cell.ts';

/** A longer cell is a sentence. */
const MAX_CHARACTERS = 60;

/** The names of kinds in the exports of offices and of boards. */
const kinds = byAnyName<ListingKind>({
  apartment: [
    ...[
      'דירה',
      'דירת מגורים',
      'דירה בבניין',
      'flat',
      'יחידת דיור',
      'יח"ד',
      "יח' דיור",
      'לופט',
      'דירת חדרים',
    ],
    ...['פרטר', 'דירת קרקע', 'דירת נופש', 'דירת שותפים', 'דיור מוגן', 'דירה מחולקת', 'דירה להשקעה'],
    ...['דירה בקומת קרקע', 'דירת קומת קרקע', 'דירה רגילה', 'דירה בבית משותף'],
    ...['דירת יוקרה', 'דירה חדשה', 'דירה מקבלן'],
  ],
  garden_apartment: ['דירת גן', 'דירה עם גינה', 'garden', 'גן', 'דירת גן דופלקס'],
  penthouse: [
    ...[
      'פנטהאוז',
      'פנטהוז',
      'פנטהוס',
      'מיני פנטהוז',
      'מיני פנטהאוס',
      'פנטהאוס',
      'פנטאוז',
      'מיני פנטהאוז',
      'גג',
      'דירת גג',
      'גג פנטהאוז',
      'גג/פנטהאוז',
    ],
    ...['mini penthouse', 'rooftop', 'roof'],
  ],
  duplex: ['דופלקס', 'דופלקס גג', 'דופלקס גן', 'טריפלקס', 'triplex', 'דירת דופלקס'],
  house: [
    ...[
      'בית',
      'בית פרטי',
      'בית בודד',
      'בית פרטי/קוטג',
      "קוטג'",
      'קוטג',
      'בית פרטי קוטג',
      'דו משפחתי',
      'בית דו משפחתי',
      'בית חד משפחתי',
      'בית תלת משפחתי',
      'בית טורי',
      'קוטג דו משפחתי',
    ],
    ...[
      'חד משפחתי',
      'תלת משפחתי',
      'וילה',
      'villa',
      'cottage',
      'טורי',
      "קוטג' טורי",
      'בית קרקע',
      'בית צמוד קרקע',
    ],
    ...[
      'צמוד קרקע',
      'משק',
      'נחלה',
      'משק חקלאי',
      'משק חקלאי/נחלה',
      'בית כפרי',
      'semi detached',
      'townhouse',
    ],
  ],
  studio: ['סטודיו', 'דירת סטודיו', 'סטודיו/לופט', 'דירת חדר'],
  plot: [
    'מגרש',
    'מגרשים',
    'קרקע',
    'קרקעות',
    'אדמה',
    'שטח חקלאי',
    'קרקע חקלאית',
    'מגרש לבנייה',
    'קרקע לבנייה',
    'מגרש בנייה',
    'land',
    'lot',
  ],
  shop: [
    ...[
      'חנות',
      'חנויות',
      'חנויות שטח מסחרי',
      'מסחרי',
      'שטח מסחרי',
      'נכס מסחרי',
      'מסחר',
      'store',
      'retail',
    ],
    ...['קיוסק', 'מסעדה', 'בית קפה', 'אולם תצוגה', 'commercial'],
  ],
  office: ['משרד', 'משרדים', 'קליניקה', 'מרפאה', 'offices', 'חדר במשרד', 'קליניקה/משרד'],
  warehouse: [
    ...['מחסן', 'מחסנים', 'מבנה תעשייה', 'מבני תעשייה', 'תעשייה', 'תעשיה', 'אולם', 'האנגר', 'הנגר'],
    ...['מרלו"ג', 'לוגיסטיקה', 'storage', 'industrial', 'מבנה'],
  ],
  parking: ['חניה', 'חנייה', 'חניון', 'מקום חניה', 'parking space', 'garage'],
  building: ['בניין', 'בנין', 'בניין מגורים', 'בניין משרדים', 'בניין שלם', 'בית דירות', 'מלון'],
});

/** A flat by its rooms: דירת 3 חדרים, דירת ארבעה חדרים. */
const FLAT = /^דירת \S{1,8} (?:חדרימ|חדר|חד)$/;

/** Reads a cell with the kind of property. */
export function kindCell(text: string): ListingKind | Wrong {
  const key = nameKey(text);
  if (text.length <= MAX_CHARACTERS && FLAT.test(key)) return 'apartment';
  return kinds.get(key) ?? ofParts(text) ?? { must: `one of ${listingKinds.join(', ')}` };
}

/** Returns the kind of several names that mean one, or a flat and which flat: `משרד/קליניקה`, `דירה/פנטהאוז`. */
function ofParts(text: string): ListingKind | undefined {
  if (text.length > MAX_CHARACTERS) return undefined;
  const parts = text.split(/[/,()]| או | [-–] /).filter((part) => part.trim());
  const named = parts.map((part) => kinds.get(nameKey(part)));
  const [kind, ...others] = new Set(named);
  if (others.length === 0) return kind;
  const flats = kindsFor('apartment');
  const [narrower, ...more] = new Set(named.filter((one) => one !== 'apartment'));
  const isFlat = named.includes('apartment') && narrower && flats.includes(narrower);
  return isFlat && more.length === 0 ? narrower : undefined;
}
