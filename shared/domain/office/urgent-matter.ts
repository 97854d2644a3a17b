/** Words that deny what follows them: `אין ריח גז`. */
const DENIED = /(?<![א-ת])(?:אין|ללא|בלי) \S+(?: \S+)?/g;
/** A caller who says so knows how bad their leak is. */
const NOT_URGENT = /(?<![א-ת])לא (?:(?:כל כך|ממש|כזה|מאוד|הכי) )?דחו[פף]/;

const LEAKS = '(?:נזיל|נוזל|דליפ|דול[פף]|טפטו[פף]|מטפט[פף]|מים)';
const PIPES = '(?:צינור|צנרת|דוד|ברז)';
const BURST = '(?:התפוצ[צץ]|פוצ[צץ]|פר[צץ]|פקע|נקרע)';
const WIRES = '(?:שקע|לוח|חוט|כבל|תקע|ארון החשמל)';
const STUCK = '(?:נתקע|תקוע|לכוד|נלכד|נעול|ננעל|כלוא)';
/** The rest of a clause. */
const NEAR = '[^.;!?]{0,40}';

/** Returns an expression for two stems in one clause, in any order. */
function together(one: string, other: string): string {
  return `${one}${NEAR}${other}|${other}${NEAR}${one}`;
}

/** Water that spreads. */
const WATER = new RegExp(
  [
    together(LEAKS, '(?:תקרה|תיקרה|שקע|לוח ה?חשמל|נברשת|מלמעלה|מה?שכנ)'),
    together(PIPES, BURST),
    'פיצוץ (?:של |ב)?(?:ה?צינור|ה?צנרת|ה?מים)',
    'ה?הצפ(?:ה|ות|ת)|הוצ[פף]|מוצ[פף]|מצי[פף]|הצי[פף]',
    'מים (?:פורצים|שוטפים|זורמים)',
    'נזיל(?:ה|ת מים) (?:חזקה|רצינית|גדולה|קשה|נוראית)',
  ].join('|'),
);

/** Danger to people, whatever they say of its urgency. */
const DANGER = new RegExp(
  [
    together('(?:ריח|דליפ|נזיל|דול[פף])', '(?<![א-ת])[הב]?גז(?![א-ת])'),
    'ניצוצ|(?<![א-ת])[הב]?קצר (?:ב|חשמלי)|התחשמל|מתחשמל|מכת חשמל',
    together(WIRES, '(?:נשר[פף]|שרו[פף]|בוער|חשו[פף]|עשן|ניצוץ)'),
    '(?<![א-ת])[הוש]?(?:שריפה|עשן|דליקה)(?![א-ת])',
    together(STUCK, 'מעלית'),
    together('(?:ילד|ילדה|תינוק|תינוקת|פעוט)', STUCK),
    'ננעל(?:תי|נו)',
  ].join('|'),
);

/**
 * Returns whether a matter cannot wait for the opening of the office, by its words. Water that spreads, gas, electricity,
 * fire, and people who are locked in or out are urgent.
 */
export function isUrgentMatter(words: string | undefined): boolean {
  if (!words) return false;
  const said = words.replace(DENIED, ' ');
  return DANGER.test(said) || (WATER.test(said) && !NOT_URGENT.test(words));
}
