import { expect, test } from 'vitest';
import { cityKey } from '#shared/domain/listings/listing-city.ts';
import { features, toFeature } from '#shared/domain/listings/listing-features.ts';

test.each([
  ['תל אביב', 'תל-אביב יפו'],
  ['תל אביב', 'ת"א'],
  ['תל אביב', 'ת״א'],
  ['תל אביב', "ת''א"],
  ['תל אביב', 'תל־אביב–יפו'],
  ['תל אביב', '  תל   אביב '],
  ['תל אביב', 'בתל אביב'],
  ['תל אביב', 'תֵּל אָבִיב'],
  ['תל אביב', '\u2067תל אביב\u2069'],
  ['תל אביב', 'יפו'],
  ['תל אביב', 'Tel-Aviv'],
  ['ראשון לציון', 'ראשל"צ'],
  ['ראשון לציון', 'ראשון'],
  ['פתח תקווה', 'פתח תקוה'],
  ['פתח תקווה', 'פ"ת'],
  ['ירושלים', 'י-ם'],
  ['באר שבע', 'ב"ש'],
  ['באר שבע', "Be'er Sheva"],
  ['הרצליה', 'הרצלייה'],
  ['גבעתיים', 'גבעתים'],
  ['קריית גת', 'קרית-גת'],
  ['מודיעין', 'מודיעין-מכבים-רעות'],
  ['חיפה', 'בחיפה'],
  ['רמת גן', 'ר"ג'],
  ['קיסריה', 'קיסרייה'],
  ['פרדס חנה-כרכור', 'פרדס חנה כרכור'],
  ['פרדס חנה', 'כרכור'],
  ['יהוד', 'יהוד-מונוסון'],
  ['יוקנעם', 'יקנעם עילית'],
  ['נצרת עילית', 'נוף הגליל'],
  ['שהם', 'שוהם'],
  ['טבריא', 'טבריה'],
  ['ק"ש', 'קריית שמונה'],
  ['ק. ים', 'קריית ים'],
  ['כ"ס', 'כפר סבא'],
  ['Petah Tikva', 'פ"ת'],
  ['רמלא', 'רמלה'],
  ['רא"ע', 'ראש העין'],
  ['מע"א', 'מעלה אדומים'],
  ['Rishon Le Zion', 'ראשון לציון'],
  ['קרית חיים', 'חיפה'],
  ['כוכב יאיר צור יגאל', 'כוכב יאיר'],
])('whoever says %s finds what the office wrote as %s', (said, written) => {
  expect(cityKey(said)).toBe(cityKey(written));
});

test.each([
  ['תל אביב', 'חיפה'],
  ['רמת גן', 'רמת השרון'],
  ['בת ים', 'ירושלים'],
  ['קריית גת', 'קריית ים'],
  ['בית שמש', 'בית שאן'],
  ['קריית ים', 'קריית אונו'],
  ['מודיעין', 'מודיעין עילית'],
])('%s is not %s', (one, other) => {
  expect(cityKey(one)).not.toBe(cityKey(other));
});

test.each([
  ['מעלית', 'elevator'],
  ['חנייה', 'parking'],
  ['ממ״ד', 'mamad'],
  ['ממד', 'mamad'],
  ['Air-Conditioning', 'air_conditioning'],
  ['חיות מחמד', 'pets'],
  ['מרוהט', 'furnished'],
  ['מעליות', 'elevator'],
  ['חניה כפולה', 'parking'],
  ['מרחב מוגן דירתי', 'mamad'],
  ['מיני מרכזי', 'air_conditioning'],
  ['מותר בעלי חיים', 'pets'],
  ['ג׳קוזי', undefined],
])('a home with %s has the feature %s', (word, feature) => {
  expect(toFeature(word)).toBe(feature);
});

test('every feature is found by its own word', () => {
  expect(features.map(toFeature)).toEqual(features);
});
