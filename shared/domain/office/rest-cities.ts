import { cityKey, isCity } from '#shared/domain/listings/listing-city.ts';

/** The cities whose candle lighting is known, by the name that an office writes. */
export const restCities: Readonly<Record<string, string>> = {
  ירושלים: 'Jerusalem',
  'תל אביב': 'Tel Aviv',
  חיפה: 'Haifa',
  'באר שבע': 'Beer Sheva',
  אשדוד: 'Ashdod',
  'פתח תקווה': 'Petach Tikvah',
  טבריה: 'Tiberias',
  אילת: 'Eilat',
};

/** Other cities, each under the nearest one whose candle lighting is known. All others lie around Tel Aviv. */
const near: Readonly<Record<string, readonly string[]>> = {
  ירושלים: [
    ...['בית שמש', 'מבשרת ציון', 'מעלה אדומים', 'ביתר עילית', 'גבעת זאב', 'אפרת', 'קריית ארבע'],
    'מודיעין עילית',
  ],
  חיפה: [
    ...['קריית ביאליק', 'קריית מוצקין', 'קריית אתא', 'קריית ים', 'קריית טבעון', 'נשר', 'עכו'],
    ...['טירת כרמל', 'זכרון יעקב', 'פרדס חנה', 'בנימינה', 'אור עקיבא', 'קיסריה', 'חדרה', 'נהריה'],
    ...['יקנעם', 'מגדל העמק', 'מעלות'],
  ],
  אשדוד: [
    ...['אשקלון', 'יבנה', 'גדרה', 'גן יבנה', 'רחובות', 'קריית גת', 'קריית מלאכי', 'מזכרת בתיה'],
    'קריית עקרון',
  ],
  'באר שבע': [
    ...['שדרות', 'נתיבות', 'אופקים', 'דימונה', 'ערד', 'ירוחם', 'עומר', 'להבים', 'מיתר'],
    'מצפה רמון',
  ],
  טבריה: [...['צפת', 'כרמיאל', 'עפולה', 'נוף הגליל', 'נצרת', 'בית שאן', 'קריית שמונה']],
};

const byKey = new Map(
  Object.entries(restCities).flatMap(([name, known]) =>
    [name, ...(near[name] ?? [])].map((city) => [cityKey(city), known] as const),
  ),
);

/** Returns the nearest city whose candle lighting is known, by its name in the calendar; undefined for an unknown place. */
export function restCityOf(city: string): string | undefined {
  return byKey.get(cityKey(city)) ?? (isCity(city) ? restCities['תל אביב'] : undefined);
}
