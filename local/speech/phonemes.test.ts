import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toPhonemes } from './phonemes.ts';
import { toSpokenPhonemes, unknownWords } from './pronunciation.ts';
import { toPointedNumber } from './spoken-number.ts';

test.each([
  // greetings, yes and no
  ['שָׁלוֹם', "Sal'om"],
  ['תּוֹדָה', "tod'a"],
  ['בְּבַקָּשָׁה', "bevakaS'a"],
  ['כֵּן', "k'en"],
  ['לֹא', "l'o"],
  ['אֵין', "'ejn"],
  ['אוּלַי', "ul'aj"],
  // final gutturals sound after their a
  ['רוּחַ', 'Q"\'uaX'],
  ['לִקְבּוֹעַ', "likb'oa"],
  ['גָּבוֹהַּ', "gav'oah"],
  ['יוֹדֵעַ', "jod'ea"],
  // stress on the last vowel but one
  ['חֶדֶר', 'X\'edeQ"'],
  ['מִרְפֶּסֶת', 'miQ"p\'eset'],
  ['חוֹדֶשׁ', "X'odeS"],
  ['שַׁעַר', 'S\'a?aQ"'],
  ['רֶגַע', 'Q"\'ega'],
  ['מְעוּנְיֶינֶת', "me?unj'enet"],
  ['בַּיִת', "b'ajit"],
  ['שְׁתַּיִים', "St'ajim"],
  ['אֲנַחְנוּ', "an'aXnu"],
  ['רָצִיתִי', 'Q"ats\'iti'],
  ['קִיבַּלְתִּי', "kib'alti"],
  ['אֵלֶיךָ', "el'eXa"],
  // stress on the last vowel in spite of that
  ['דִּירָה', 'diQ"\'a'],
  ['אֱמֶת', "em'et"],
  ['רוֹצֶה', 'Q"ots\'e'],
  ['חַיִּים', "Xaj'im"],
  ['אֲמִיתִּי', "amit'i"],
  // voiced and silent shva
  ['מְחִיר', 'meX\'iQ"'],
  ['שְׁאֵלָה', "Se?el'a"],
  ['הַמְּחִיר', 'hameX\'iQ"'],
  ['נִרְשְׁמוּ', 'niQ"Sem\'u'],
  ['שְׁלוֹשָׁה', "SloS'a"],
  ['שְׁכוּנָה', "SXun'a"],
  ['תְּשׁוּבָה', "t|Suv'a"],
  ['מֶרְכָּז', 'meQ"k\'az'],
  ['בְּּֽסֵדֶר', 'bes\'edeQ"'],
  // vav and yod, as letters and as vowels
  ['תִּוּוּךְ', "tiv'uX"],
  ['תִּיווּךְ', "tiv'uX"],
  ['שָׁווֶה', "Sav'e"],
  ['עָווֹן', "av'on"],
  ['קַו', "k'av"],
  ['וּבַיִת', "uv'ajit"],
  ['עַכְשָׁיו', "aXS'av"],
  ['עִנְיָין', "inj'an"],
  ['שְׁנֵי', "Sn'ej"],
  ['פָּנוּי', "pan'uj"],
  ['מְצוּיָּן', "metsuj'an"],
  // the rest of the alphabet
  ['צָרִיךְ', 'tsaQ"\'iX'],
  ['אֲנִי', "an'i"],
  ['מְאוֹד', "me?'od"],
  ['שֶׁלָּהּ', "Sel'ah"],
  ['יִשְׂרָאֵל', 'jisQ"a?\'el'],
  ['צָהֳרַיִים', 'tsohoQ"\'ajim'],
  ['כׇּל', "k'ol"],
  ['צֶ׳ק', "tS'ek"],
  ['ג׳וֹרג׳', 'dZ\'oQ"dZ'],
  ['זַ׳בּוֹטִ֫ינסקִי', "Zabot'inski"],
  // the dictionary signs: stress, prefix, and words in a row
  ['טֶ֫לֶפוֹן', "t'elefon"],
  ['הַ|מְחִיר', 'hameX\'iQ"'],
  ['בְּ|קָרוֹב', 'bekaQ"\'ov'],
  ['תֵּל אָבִיב', "t'el av'iv"],
  ['רְחוֹב', 'Q"eX\'ov'],
  ['שֶׁל הַבַּיִת', "Sel hab'ajit"],
])('%s is read %s', (pointed, phonemes) => {
  expect(toPhonemes(pointed)).toBe(phonemes);
});

test.each([
  ['0', "'efes"],
  ['12', "St'ejm esQ\"'e"],
  ['22', "esQ\"'im uSt'ajim"],
  ['85', "Smon'im veXam'eS"],
  ['300', "Sl'oS me?'ot"],
  ['1500', "'elef veXam'eS me?'ot"],
  ['7000', "Siv?'at alaf'im"],
  ['11000', "aX'ad as'aQ\" 'elef"],
  ['250000', "mat'ajim veXamiS'im 'elef"],
  ['2000000', "Sn'ej milj'on"],
  ['054', "'efes Xam'eS aQ\"b'a"],
])('the number %s is read %s', (digits, phonemes) => {
  expect(toPhonemes(toPointedNumber(digits))).toBe(phonemes);
});

test('an everyday text is read with its prefixes, phrases, abbreviations, digits and pauses', () => {
  expect(toSpokenPhonemes('רח\' דיזנגוף 72, תל אביב: 80 מ"ר?')).toBe(
    "[[Q\"eX'ov]] [[d'izengof]] [[Siv?'im uSt'ajim]] , [[t'el]] [[av'iv]] , [[Smon'im]] [[m'eteQ\" meQ\"ub'a]] ?",
  );
  expect(toSpokenPhonemes('ובירושלים')).toBe('[[uvejeQ"uSal\'ajim]]');
  expect(toSpokenPhonemes('מחר בשלוש עשרה')).toBe("[[maX'aQ\"]] [[beSl'oS]] [[esQ\"'e]]");
});

test('nothing in a text reaches the engine except phonemes and punctuation', () => {
  const read = toSpokenPhonemes('<speak>[[hello]] שלום {x} ¡ש!');
  expect(read.replace(/\[\[[a-zA-Z'"?|]+\]\]/g, '').replace(/[\s.,!?]/g, '')).toBe('');
});

test('a spoken prompt is the written one with points, and no word of it is guessed', () => {
  const file = new URL('../../assets/prompts.json', import.meta.url);
  const prompts: Record<string, { text: string; pointed: string }> = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  expect(Object.keys(prompts)).toEqual([
    'greeting_he',
    'fallback_he',
    'calls_at_once_he',
    'day_over_he',
    'thanks_he',
    'one_moment_he',
    'still_connecting_he',
    'next_person_he',
  ]);
  for (const { text, pointed } of Object.values(prompts)) {
    expect(pointed.normalize('NFD').replace(/[\u0591-\u05c7]/g, '')).toBe(text);
    expect(unknownWords(text)).toEqual([]);
    expect(toSpokenPhonemes(text)).toBe(toSpokenPhonemes(pointed));
  }
});

test('a word outside the lexicon is guessed, and still has vowels', () => {
  expect(unknownWords('הבלורית התפרקדה')).toEqual(['הבלורית', 'התפרקדה']);
  expect(toSpokenPhonemes('בלורית')).toMatch(/[aeiou].*[aeiou]/);
});
