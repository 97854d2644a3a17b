import { byAnyName, nameKey } from './listing-names.ts';
import { placeGrade, SAME } from './place-match.ts';

/** Large cities and their other names; a mere variant of spelling needs no entry. */
const spellings = {
  'תל אביב': [
    ...['תל אביב יפו', 'ת"א', 'ת"א יפו', 'תלאביב', 'יפו', 'תל אביב והסביבה', 'ת.א', 'ת.א.', 'ת א'],
    ...['Tel Aviv', 'Tel Aviv Jaffa', 'Tel Aviv Yafo', 'TelAviv', 'Jaffa', 'TLV'],
  ],
  ירושלים: ['ירושלם', 'י-ם', 'Jerusalem', 'J-lem'],
  חיפה: ['Haifa', 'חיפה והסביבה', 'קריית חיים', 'ק. חיים', 'ק.חיים', "ק' חיים", 'Kiryat Haim'],
  'ראשון לציון': [
    ...['ראשל"צ', 'ראשון', 'ראשון לצ', 'ראשלצ', 'ראשון-לציון', 'רשל"צ'],
    ...['Rishon LeZion', 'Rishon Le Zion', 'Rishon LeTsiyon', 'Rishon Lezzion', 'Rishon'],
  ],
  'פתח תקווה': [
    ...['פ"ת', 'פתח תקוה', 'פתח תיקווה', 'פתח תיקוה', 'פ.ת', 'פ.ת.', 'Petah Tikva', 'Petach Tikva'],
    ...['Petah Tiqwa', 'Petach Tikvah'],
  ],
  אשדוד: ['Ashdod'],
  נתניה: ['Netanya', 'Natanya'],
  'באר שבע': ['ב"ש', 'בירשבע', 'באר-שבע', 'Beer Sheva', "Be'er Sheva", 'Beersheba', 'Beer Sheba'],
  'בני ברק': ['ב"ב', 'Bnei Brak', 'Bene Beraq'],
  חולון: ['Holon'],
  'רמת גן': ['ר"ג', 'Ramat Gan'],
  אשקלון: ['Ashkelon', 'Ashqelon'],
  רחובות: ['Rehovot', 'Rechovot'],
  'בת ים': ['Bat Yam'],
  'בית שמש': ['Beit Shemesh', 'Bet Shemesh'],
  'כפר סבא': ['כ"ס', 'כפ"ס', 'Kfar Saba', 'Kefar Sava', 'Kfar Sava'],
  הרצליה: ['הרצליה פיתוח', 'Herzliya', 'Herzeliya', 'Herzliya Pituach'],
  חדרה: ['Hadera'],
  'מודיעין מכבים רעות': ['מודיעין', 'מודיעין רעות', 'מכבים רעות', 'Modiin', "Modi'in"],
  רעננה: ['Raanana', "Ra'anana"],
  גבעתיים: ['Givatayim', 'Givataim', 'גבעתים'],
  'הוד השרון': ['הוה"ש', 'הוד"ש', 'Hod HaSharon'],
  'רמת השרון': ['רמה"ש', 'רמ"ש', 'Ramat HaSharon'],
  'ראש העין': ['רא"ע', 'ראה"ע', 'Rosh HaAyin'],
  'נס ציונה': ['נס ציונה והסביבה', 'נס"צ', 'Ness Ziona', 'Nes Tziona', 'Nes Ziona'],
  לוד: ['Lod'],
  רמלה: ['רמלא', 'Ramla', 'Ramle'],
  יבנה: ['Yavne'],
  'יהוד מונוסון': ['יהוד', 'יהוד נווה מונוסון', 'נווה מונוסון', 'Yehud'],
  'אור יהודה': ['Or Yehuda'],
  'גבעת שמואל': ['ג"ש', 'Givat Shmuel'],
  'גני תקווה': ['גני תקוה', 'Ganei Tikva'],
  'באר יעקב': ['Beer Yaakov', "Be'er Ya'akov"],
  גדרה: ['Gedera'],
  שוהם: ['שהם', 'Shoham'],
  אלעד: ['Elad'],
  'קריית גת': ['ק. גת', 'ק.גת', "ק' גת", 'ק גת', 'Kiryat Gat'],
  'קריית אונו': ['ק. אונו', 'ק.אונו', "ק' אונו", 'ק אונו', 'Kiryat Ono'],
  'קריית ביאליק': ['ק. ביאליק', 'ק.ביאליק', "ק' ביאליק", 'ק ביאליק', 'Kiryat Bialik'],
  'קריית מוצקין': ['ק. מוצקין', 'ק.מוצקין', "ק' מוצקין", 'ק מוצקין', 'Kiryat Motzkin'],
  'קריית אתא': ['ק. אתא', 'ק.אתא', "ק' אתא", 'ק אתא', 'Kiryat Ata'],
  'קריית ים': ['ק. ים', 'ק.ים', "ק' ים", 'Kiryat Yam'],
  'קריית שמונה': ['ק. שמונה', 'ק.שמונה', "ק' שמונה", 'ק"ש', 'Kiryat Shmona'],
  'קריית מלאכי': ['ק. מלאכי', 'ק.מלאכי', "ק' מלאכי", 'Kiryat Malakhi'],
  'קריית טבעון': ['ק. טבעון', 'ק.טבעון', "ק' טבעון", 'טבעון', 'Kiryat Tivon'],
  'קריית ארבע': ['ק. ארבע', 'ק.ארבע', "ק' ארבע"],
  'קריית עקרון': ['ק. עקרון', 'ק.עקרון', "ק' עקרון"],
  נשר: ['Nesher'],
  'טירת כרמל': ['טירת הכרמל', 'Tirat Carmel'],
  'זכרון יעקב': ['זיכרון יעקב', 'זכרון', 'זיכרון', 'Zichron Yaakov'],
  'פרדס חנה כרכור': ['פרדס חנה', 'כרכור', 'פרדס-חנה', 'Pardes Hanna'],
  'בנימינה גבעת עדה': ['בנימינה', 'גבעת עדה', 'Binyamina'],
  'אור עקיבא': ['Or Akiva'],
  קיסריה: ['Caesarea', 'קיסריא'],
  'יקנעם עילית': ['יקנעם', 'יוקנעם', 'יוקנעם עילית', 'Yokneam'],
  'מגדל העמק': ['Migdal HaEmek'],
  עפולה: ['Afula'],
  'נוף הגליל': ['נצרת עילית', 'Nof HaGalil'],
  נצרת: ['Nazareth'],
  טבריה: ['טבריא', 'Tiberias'],
  צפת: ['Safed', 'Tzfat'],
  כרמיאל: ['Karmiel', 'Carmiel'],
  עכו: ['Acre', 'Akko'],
  נהריה: ['נהרייה', 'Nahariya'],
  'מעלות תרשיחא': ['מעלות', 'תרשיחא', 'Maalot'],
  'בית שאן': ['Beit Shean'],
  'קדימה צורן': ['קדימה', 'צורן', 'Kadima'],
  'אבן יהודה': ['Even Yehuda'],
  'תל מונד': ['Tel Mond'],
  'כפר יונה': ['Kfar Yona'],
  'כוכב יאיר': ['כוכב יאיר צור יגאל', 'צור יגאל', 'Kochav Yair'],
  'מבשרת ציון': ['מבשרת', 'Mevaseret Zion'],
  'מעלה אדומים': ['מע"א', 'Maale Adumim'],
  'ביתר עילית': ['ביתר', 'Beitar Illit'],
  'מודיעין עילית': ['קריית ספר', 'Modiin Illit'],
  'גבעת זאב': ['Givat Zeev'],
  אריאל: ['Ariel'],
  אפרת: ['אפרתה', 'Efrat'],
  שדרות: ['Sderot'],
  נתיבות: ['Netivot'],
  אופקים: ['Ofakim'],
  דימונה: ['Dimona'],
  ערד: ['Arad'],
  ירוחם: ['Yeruham'],
  'מצפה רמון': ['Mitzpe Ramon'],
  אילת: ['Eilat'],
  עומר: ['Omer'],
  להבים: ['Lehavim'],
  מיתר: ['Meitar'],
  'גן יבנה': ['Gan Yavne'],
  'מזכרת בתיה': ['Mazkeret Batya'],
  'בני עי"ש': ['בני עיש'],
  פרדסיה: ['Pardesiya'],
};
const cities = byAnyName(spellings);

/** Speech joins prepositions to a city: בחיפה, לאשדוד, מנתניה, שבחולון. */
const PREPOSITION = /^(?:ש?[בלמ]|מה|ה)/;

/** Returns the normalised key of a city, the same for the caller's and the office's spelling. */
export function cityKey(city: string): string {
  const key = nameKey(city);
  // A city whose name begins with such a letter (בת ים) is looked up first.
  const known = cities.get(key) ?? cities.get(key.replace(PREPOSITION, ''));
  return known ? nameKey(known) : key;
}

/** Returns whether a name is one of a city in the table. */
export function isCity(name: string): boolean {
  return cities.has(cityKey(name));
}

/** Returns the city of the table that a name means, however its vowels are spelt; undefined for another. */
export function knownCity(said: string): string | undefined {
  const key = nameKey(said);
  return (
    cities.get(key) ??
    cities.get(key.replace(PREPOSITION, '')) ??
    Object.keys(spellings).find((name) => placeGrade(said, name) === SAME)
  );
}

/** Returns whether a name is not the main one of its city: יפו, הרצליה פיתוח, ת"א. */
export function isOtherName(said: string): boolean {
  const key = nameKey(said);
  const bare = cities.has(key) ? key : key.replace(PREPOSITION, '');
  const known = cities.get(bare);
  return known !== undefined && nameKey(known) !== bare;
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
