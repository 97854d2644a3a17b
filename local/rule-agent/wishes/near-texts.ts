import { isFeature, spokenFeatures } from '#local/rule-agent/heard/features.ts';
import type { NearListing } from '#local/rule-agent/heard/found-listings.ts';

/** The sentences about homes that nearly fit, and about the home of an advertisement. */
export const nearPhrases = {
  noneExactly: 'לא מצאתי בדיוק מה שביקשתם, אבל',
  sameStreet: 'באותו רחוב',
  halfLess: 'עם חצי חדר פחות',
  halfMore: 'עם חצי חדר יותר',
  later: 'אבל הכניסה מאוחרת יותר',
  unsure: 'אבל לא כל הפרטים ידועים לי',
} as const;

/** Returns the difference of a near miss in Hebrew, as the search names it. */
export function missTold({ misses, city }: Pick<NearListing, 'misses' | 'city'>): string {
  if (misses === 'another city') return `ב${city}`;
  const [, sum = '', side] = /^price ([\d,]+) (above|below)$/.exec(misses) ?? [];
  if (side) return `${sum} שקל ${side === 'above' ? 'יותר' : 'פחות'} ממה שאמרתם`;
  if (misses.startsWith('half a room')) {
    return misses.endsWith('less') ? nearPhrases.halfLess : nearPhrases.halfMore;
  }
  if (misses === 'another house number') return nearPhrases.sameStreet;
  if (misses.startsWith('free from')) return nearPhrases.later;
  const [, word = '', name = ''] = /^(no|neighbourhood|floor) (.+)$/.exec(misses) ?? [];
  if (name === '' || name === 'not known') return nearPhrases.unsure;
  if (word === 'neighbourhood') return `אבל בשכונת ${name}`;
  if (word === 'floor') return `אבל בקומה ${name}`;
  return isFeature(name) ? `אבל לא ${spokenFeatures[name].told}` : nearPhrases.unsure;
}
