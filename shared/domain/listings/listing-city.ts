import { byAnyName, nameKey } from './listing-names.ts';

/** Large cities and their other names; a mere variant of spelling needs no entry. */
const cities = byAnyName({
  'תל אביב': [
    'תל אביב יפו',
    'ת"א',
    'ת"א יפו',
    'תלאביב',
    'יפו',
    'Tel Aviv',
    'Tel Aviv Jaffa',
    'Tel Aviv Yafo',
    'TLV',
  ],
  ירושלים: ['ירושלם', 'י-ם', 'Jerusalem'],
  חיפה: ['Haifa'],
  'ראשון לציון': ['ראשל"צ', 'ראשון', 'ראשון לצ', 'Rishon LeZion', 'Rishon'],
  'פתח תקווה': ['פ"ת', 'פתח תקוה', 'פתח תיקווה', 'Petah Tikva', 'Petach Tikva'],
  אשדוד: ['Ashdod'],
  נתניה: ['Netanya'],
  'באר שבע': ['ב"ש', 'Beer Sheva', "Be'er Sheva"],
  'בני ברק': ['ב"ב', 'Bnei Brak'],
  חולון: ['Holon'],
  'רמת גן': ['ר"ג', 'Ramat Gan'],
  אשקלון: ['Ashkelon'],
  רחובות: ['Rehovot'],
  'בת ים': ['Bat Yam'],
  'בית שמש': ['Beit Shemesh'],
  'כפר סבא': ['כ"ס', 'כפ"ס', 'Kfar Saba'],
  הרצליה: ['הרצליה פיתוח', 'Herzliya'],
  חדרה: ['Hadera'],
  'מודיעין מכבים רעות': ['מודיעין', 'Modiin', "Modi'in"],
  רעננה: ['Raanana', "Ra'anana"],
  גבעתיים: ['Givatayim'],
  'הוד השרון': ['הוה"ש', 'Hod HaSharon'],
  'רמת השרון': ['רמה"ש', 'Ramat HaSharon'],
  'ראש העין': ['Rosh HaAyin'],
  'נס ציונה': ['Ness Ziona'],
  'קריית גת': ['ק. גת'],
  'קריית אונו': ['ק. אונו'],
  'קריית ביאליק': ['ק. ביאליק'],
  'קריית מוצקין': ['ק. מוצקין'],
  'קריית אתא': ['ק. אתא'],
  'זכרון יעקב': ['זיכרון יעקב'],
  נהריה: ['Nahariya'],
  אילת: ['Eilat'],
});

/** Returns the normalised key of a city, the same for the caller's and the office's spelling. */
export function cityKey(city: string): string {
  const key = nameKey(city);
  // Speech includes the preposition: “בחיפה”. A city whose name begins with ב (בת ים) is looked up first.
  const known = cities.get(key) ?? (key.startsWith('ב') ? cities.get(key.slice(1)) : undefined);
  return known ? nameKey(known) : key;
}
