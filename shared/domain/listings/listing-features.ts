import { byAnyName, nameKey } from './listing-names.ts';

/** What a home can have that callers ask for, and how offices write it; an ending of gender or number needs no entry. */
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

/** What a home has, in the word under which it is kept. */
export type Feature = keyof typeof names;

/** All features that listings are searched by. */
export const features = Object.keys(names) as readonly Feature[];

const known = byAnyName<Feature>(names);

/** Finds the feature that a word of the office's names; undefined where it names none. */
export function toFeature(word: string): Feature | undefined {
  return known.get(nameKey(word));
}
