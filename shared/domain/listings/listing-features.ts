import { byAnyName, nameKey } from './listing-names.ts';

/** The sentences by which an office allows animals. */
const PET_WORDS = ['מותר', 'אפשר', 'ניתן', 'מותר להחזיק', 'אפשר להחזיק', 'מתאים ל'].flatMap((may) =>
  ['בעלי חיים', 'חיות', 'חיות מחמד', 'כלבים', 'כלב', 'חתולים', 'חתול', 'בע"ח'].flatMap(
    (animals) => [
      may.endsWith('ל') ? `${may}${animals}` : `${may} ${animals}`,
      ...(may.includes(' ') ? [] : [`${animals} ${may}`]),
    ],
  ),
);

/** The features that callers ask for, and the spellings of offices. */
const names = {
  elevator: ['מעלית', 'מעליות', 'lift', 'יש מעלית', 'מעלית שבת', 'מעלית משא', 'elevators'],
  parking: [
    ...['חניה', 'חנייה', 'חנייה בטאבו', 'חניות', 'חניון', 'מקום חניה', 'מקומות חניה', 'חניה כפולה'],
    ...['חניה צמודה', 'חניה פרטית', 'חניה מקורה', 'חניה תת קרקעית', 'garage', 'parking space'],
  ],
  balcony: [
    ...['מרפסת', 'מרפסות', 'מרפסת שמש', 'מרפסת סוכה', 'מרפסת גדולה', 'מרפסת גג', 'מרפסת סגורה'],
    ...['terrace', 'balconies'],
  ],
  mamad: [
    ...['ממ"ד', 'ממד', 'מרחב מוגן', 'מרחב מוגן דירתי', 'ממ"ק', 'ממ"מ', 'חדר ביטחון', 'חדר בטחון'],
    ...['חדר ממ"ד', 'safe room', 'shelter'],
  ],
  storage: ['מחסן', 'מחסנים', 'מחסן צמוד', 'storage room', 'storeroom'],
  air_conditioning: [
    ...['מיזוג', 'מזגן', 'מיזוג אוויר', 'מיזוג אויר', 'מזגנים', 'ממוזגת', 'ממוזג', 'מיזוג מרכזי'],
    ...[
      'מזגן עילי',
      'מזגן מפוצל',
      'מיני מרכזי',
      'מזגן טורנדו',
      'טורנדו',
      'air conditioning',
      'air con',
      'ac',
      'a/c',
    ],
  ],
  furnished: [
    ...[
      'מרוהטת',
      'מרוהט',
      'ריהוט',
      'כולל ריהוט',
      'ריהוט מלא',
      'ריהוט חלקי',
      'מרוהטת חלקית',
      'רהיטים',
    ],
    ...['furniture'],
  ],
  renovated: [
    ...[
      'משופצת',
      'משופץ',
      'אחרי שיפוץ',
      'לאחר שיפוץ',
      'שופצה',
      'שופץ',
      'משופצת מהיסוד',
      'משופץ מהיסוד',
    ],
    ...['שיפוץ', 'שיפוץ כללי', 'משופצת כחדשה', 'refurbished'],
  ],
  garden: ['גינה', 'דירת גן', 'חצר', 'גן', 'גינה פרטית', 'חצר פרטית', 'yard', 'backyard'],
  pets: [
    ...[
      'חיות מחמד',
      'בעלי חיים',
      'חיות',
      'כלבים',
      'כלב',
      'חתולים',
      'חתול',
      'מותר בעלי חיים',
      'מותר חיות מחמד',
      'אפשר חיות מחמד',
      'ידידותי לכלבים',
      'ידידותי לבעלי חיים',
    ],
    ...PET_WORDS,
    ...['בע"ח', 'ידידותי לחיות', 'pets allowed', 'pet friendly'],
  ],
  accessible: [
    ...[
      'נגישות',
      'נגישה',
      'גישה לנכים',
      'נגיש',
      'נגישה לנכים',
      'נגיש לנכים',
      'נגישות לנכים',
      'נכים',
    ],
    ...['wheelchair', 'accessibility'],
  ],
  bars: ['סורגים', 'סורג', 'window bars'],
} as const;

/** A feature of a home, by its stored name. */
export type Feature = keyof typeof names;

/** All features that a search accepts. */
export const features = Object.keys(names) as readonly Feature[];

const known = byAnyName<Feature>(names);

/** Returns the feature that a word names; undefined if the word is unknown. */
export function toFeature(word: string): Feature | undefined {
  return known.get(nameKey(word));
}
