import { byAnyName, nameKey } from './listing-names.ts';

/** The features that callers ask for, and the spellings of offices. */
const names = {
  elevator: ['מעלית', 'lift', 'יש מעלית'],
  parking: ['חניה', 'חנייה', 'חנייה בטאבו', 'חניות'],
  balcony: ['מרפסת', 'מרפסות', 'מרפסת שמש', 'terrace'],
  mamad: ['ממ"ד', 'מרחב מוגן', 'חדר ביטחון', 'חדר בטחון', 'safe room'],
  storage: ['מחסן'],
  air_conditioning: ['מיזוג', 'מזגן', 'מיזוג אוויר', 'מזגנים', 'ממוזגת', 'air conditioning', 'ac'],
  furnished: ['מרוהטת', 'מרוהט', 'ריהוט', 'כולל ריהוט'],
  renovated: ['משופצת', 'משופץ', 'אחרי שיפוץ'],
  garden: ['גינה', 'דירת גן', 'חצר', 'yard'],
  pets: ['חיות מחמד', 'בעלי חיים', 'pets allowed'],
  accessible: ['נגישות', 'נגישה', 'גישה לנכים', 'נגיש'],
  bars: ['סורגים'],
} as const;

/** A feature of a home, by its stored name. */
export type Feature = keyof typeof names;

/** All features that a search accepts. */
export const features = Object.keys(names) as readonly Feature[];

const known = byAnyName<Feature>(names);

/** Returns the feature that a word names; undefined if the word is unknown. */
export function toFeature(word: string): Feature | undefined {
  return known.get(nameKey(word));
}
