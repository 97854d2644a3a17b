import type { Feature } from '#shared/domain/listings/listing-features.ts';

/** The features of a home: the caller's words for each, and the agent's. */
export const spokenFeatures: Readonly<Record<Feature, { heard: RegExp; told: string }>> = {
  elevator: { heard: /מעלית/, told: 'עם מעלית' },
  parking: { heard: /חני+ה|חניות/, told: 'עם חניה' },
  balcony: { heard: /מרפסת/, told: 'עם מרפסת' },
  mamad: { heard: /ממ["״]?ד(?!["״]?א)|מרחב מוגן/, told: 'עם ממ"ד' },
  storage: { heard: /מחסן/, told: 'עם מחסן' },
  air_conditioning: { heard: /מיזוג|מזגן|ממוזג/, told: 'עם מיזוג' },
  furnished: { heard: /מרוהט|ריהוט/, told: 'מרוהטת' },
  renovated: { heard: /משופצ|שיפוץ/, told: 'משופצת' },
  garden: { heard: /גינה|דירת גן|חצר/, told: 'עם גינה' },
  pets: { heard: /כלב|חתול|חיות|בעלי חיים/, told: 'מתאימה לחיות מחמד' },
  accessible: { heard: /נגיש|נכים|כיסא גלגלים/, told: 'נגישה' },
  bars: { heard: /סורגים/, told: 'עם סורגים' },
};

/** Returns whether a word names a feature. */
export function isFeature(word: string): word is Feature {
  return Object.hasOwn(spokenFeatures, word);
}

const WITHOUT = /(?:בלי|לא צריך|לא צריכים|לא חייב|לא חייבים|לא משנה) *$/;

/** Adds the features that a line asks for, and removes those that it waives. */
export function featuresAfter(wanted: readonly Feature[], text: string): readonly Feature[] {
  const named = (Object.keys(spokenFeatures) as Feature[]).flatMap((feature) => {
    const said = spokenFeatures[feature].heard.exec(text);
    const before = said ? text.slice(0, said.index).replace(/[הבלו]$/, '') : '';
    return said ? [{ feature, isWanted: !WITHOUT.test(before) }] : [];
  });
  if (named.length === 0) return wanted;
  const others = wanted.filter((feature) => !named.some((one) => one.feature === feature));
  return [...others, ...named.flatMap(({ feature, isWanted }) => (isWanted ? feature : []))];
}
