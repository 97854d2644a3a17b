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
  'נס ציונה': ['נס"צ', 'Ness Ziona'],
  'קריית גת': ['ק. גת', 'ק גת'],
  'קריית אונו': ['ק. אונו', 'ק אונו'],
  'קריית ביאליק': ['ק. ביאליק', 'ק ביאליק'],
  'קריית מוצקין': ['ק. מוצקין', 'ק מוצקין'],
  'קריית אתא': ['ק. אתא', 'ק אתא'],
  'קריית ים': ['ק. ים', 'ק ים'],
  'קריית שמונה': ['ק. שמונה', 'ק שמונה', 'ק"ש'],
  'זכרון יעקב': ['זיכרון יעקב', 'זכרון', 'זיכרון'],
  'יהוד מונוסון': ['יהוד'],
  'פרדס חנה כרכור': ['פרדס חנה', 'כרכור'],
  'יקנעם עילית': ['יקנעם', 'יוקנעם', 'יוקנעם עילית'],
  'מעלות תרשיחא': ['מעלות'],
  'בנימינה גבעת עדה': ['בנימינה', 'גבעת עדה'],
  'קדימה צורן': ['קדימה', 'צורן'],
  'מבשרת ציון': ['מבשרת'],
  'ביתר עילית': ['ביתר'],
  'נוף הגליל': ['נצרת עילית'],
  'גבעת שמואל': ['ג"ש', 'Givat Shmuel'],
  שוהם: ['שהם', 'Shoham'],
  טבריה: ['טבריא', 'Tiberias'],
  נהריה: ['Nahariya'],
  אילת: ['Eilat'],
});

/** Speech joins prepositions to a city: בחיפה, לאשדוד, מנתניה, שבחולון. */
const PREPOSITION = /^(?:ש?[בלמ]|מה|ה)/;

/** Returns the normalised key of a city, the same for the caller's and the office's spelling. */
export function cityKey(city: string): string {
  const key = nameKey(city);
  // A city whose name begins with such a letter (בת ים) is looked up first.
  const known = cities.get(key) ?? cities.get(key.replace(PREPOSITION, ''));
  return known ? nameKey(known) : key;
}

/** Returns an area apart from the large city at its end: צפון תל אביב is the north of one. */
export function areaOf(said: string): { readonly area: string; readonly city?: string } {
  const words = said.trim().split(/\s+/);
  for (let start = 1; start < words.length; start++) {
    const city = words.slice(start).join(' ');
    const known = cities.get(nameKey(city)) ?? cities.get(nameKey(city).replace(PREPOSITION, ''));
    if (known) return { area: words.slice(0, start).join(' '), city: known };
  }
  return { area: said.trim() };
}
