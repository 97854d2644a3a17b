import { cityKey, knownCity } from './listing-city.ts';
import { byAnyName, nameKey } from './listing-names.ts';

/** Regions that callers say in place of a city, with the ways to say each. */
const names = {
  krayot: ['קריות', 'הקריות', 'אזור הקריות'],
  gushDan: ['גוש דן', 'אזור גוש דן', 'Gush Dan'],
  sharon: ['השרון', 'שרון', 'אזור השרון', 'Sharon'],
  shfela: ['שפלה', 'השפלה', 'אזור השפלה'],
  centre: ['מרכז', 'המרכז', 'אזור המרכז', 'מרכז הארץ', 'Center', 'Centre'],
  galilee: ['גליל', 'הגליל', 'אזור הגליל'],
  negev: ['נגב', 'הנגב', 'אזור הנגב'],
} as const;

type Region = keyof typeof names;

const sharon = [
  ...['הרצליה', 'רמת השרון', 'רעננה', 'כפר סבא', 'הוד השרון', 'נתניה', 'אבן יהודה'],
  ...['קדימה צורן', 'תל מונד', 'כפר יונה', 'פרדסיה', 'כוכב יאיר'],
];
const shfela = [
  ...['ראשון לציון', 'רחובות', 'נס ציונה', 'יבנה', 'גדרה', 'לוד', 'רמלה', 'באר יעקב', 'גן יבנה'],
  ...['מזכרת בתיה', 'קריית עקרון'],
];
const gushDan = [
  ...['תל אביב', 'רמת גן', 'גבעתיים', 'בני ברק', 'חולון', 'בת ים', 'פתח תקווה', 'ראשון לציון'],
  ...['הרצליה', 'רמת השרון', 'גבעת שמואל', 'קריית אונו', 'אור יהודה', 'יהוד מונוסון', 'אזור'],
  'גני תקווה',
];
const cities: Readonly<Record<Region, readonly string[]>> = {
  krayot: ['קריית ביאליק', 'קריית מוצקין', 'קריית אתא', 'קריית ים'],
  gushDan,
  sharon,
  shfela,
  centre: [...gushDan, ...sharon, ...shfela, 'ראש העין', 'מודיעין', 'שוהם', 'אלעד'],
  galilee: [
    ...['כרמיאל', 'צפת', 'טבריה', 'עכו', 'נהריה', 'מעלות תרשיחא', 'נוף הגליל', 'נצרת'],
    'קריית שמונה',
  ],
  negev: [
    ...['באר שבע', 'דימונה', 'ערד', 'ירוחם', 'אופקים', 'נתיבות', 'שדרות', 'מצפה רמון', 'עומר'],
    ...['להבים', 'מיתר'],
  ],
};
const regions = byAnyName<Region>(names);

/** Speech joins prepositions to a region: בקריות, במרכז, לשרון. */
const PREPOSITION = /^ש?[בלמ]/;
/** The signs and words between the places of a list. `ו` counts where each part is a place. */
const SURE = /\s*[,;/|]\s*|\s+או\s+/;
const PERHAPS = /\s+ו(?:\s*[-–]\s*)?(?=\p{L})/u;

/**
 * Returns the keys of the cities that a caller means by regions or several names: חיפה והקריות.
 * Undefined for a single name of another kind.
 */
export function citiesMeant(said: string): ReadonlySet<string> | undefined {
  const listed = said
    .split(SURE)
    .map((part) => part.trim())
    .filter(Boolean);
  const parts = listed.flatMap((part) => {
    const apart = part.split(PERHAPS);
    return apart.every((one) => regionOf(one) || knownCity(one)) ? apart : part;
  });
  const [first = ''] = parts;
  if (parts.length < 2 && !regionOf(first)) return undefined;
  return new Set(parts.flatMap((part) => keysOf(part)));
}

function keysOf(part: string): readonly string[] {
  const region = regionOf(part);
  return region ? cities[region].map(cityKey) : [cityKey(knownCity(part) ?? part)];
}

function regionOf(part: string): Region | undefined {
  const key = nameKey(part);
  return regions.get(key) ?? regions.get(key.replace(PREPOSITION, ''));
}
