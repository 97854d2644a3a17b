import { cityKey } from '#shared/domain/listings/listing-city.ts';
import { placeGrade, SAME } from '#shared/domain/listings/place-match.ts';
import type { OfferedProperty } from './lead.ts';

/** The words before an owner's earlier home in the notes of their lead. */
const ANOTHER = 'נכס נוסף: ';
/** Between the parts of the notes. */
const SEAM = ' · ';

/** Returns whether what an owner tells is of the home that is known: nothing of its place differs. */
export function isSameHome(known: OfferedProperty = {}, told: OfferedProperty = {}): boolean {
  const differs = (
    column: 'street' | 'number' | 'city',
    isLike: (one: string, other: string) => boolean,
  ) => {
    const [one, other] = [known[column], told[column]];
    return one !== undefined && other !== undefined && !isLike(one, other);
  };
  return !(
    differs('street', (one, other) => placeGrade(other, one) === SAME) ||
    differs('number', (one, other) => one.trim() === other.trim()) ||
    differs('city', (one, other) => cityKey(one) === cityKey(other))
  );
}

/** Returns where a home stands, as its tasks name it: `כצנלסון 12`; empty while no street is known. */
export function placeOfHome({ street, number }: OfferedProperty = {}): string {
  return street ? [street, number].filter(Boolean).join(' ') : '';
}

/** Returns the facts of a home in one line: `גבעתיים, כצנלסון 12, 4 חדרים, מבקשים 2,900,000 ₪`. */
export function homeInWords(property: OfferedProperty): string {
  const { city, rooms, floor, sqm, asking_price_ils: price, exclusive } = property;
  const facts = [
    city,
    placeOfHome(property),
    rooms !== undefined && `${rooms} חדרים`,
    floor !== undefined && (floor === 0 ? 'קומת קרקע' : `קומה ${floor}`),
    sqm !== undefined && `${sqm} מ"ר`,
    price !== undefined && `מבקשים ${price.toLocaleString('en-US')} ₪`,
    exclusive !== undefined && (exclusive ? 'מוכנים לבלעדיות' : 'בלי בלעדיות'),
  ];
  return facts.filter(Boolean).join(', ');
}

/** Returns notes without the parts that only repeat where the home stands. */
export function notesBesidePlace(notes: string, property: OfferedProperty): string {
  const { street, city } = property;
  if (!street) return notes;
  const place = placeOfHome(property);
  const told = [place, street, city, `${place} ${city}`, `${place} ב${city}`, `${street} ב${city}`];
  const parts = notes.split(/,\s*/);
  const others = parts.filter(
    (part) => !told.includes(part.replace(STREET_WORD, '').replace(/[\s.]+$/, '')),
  );
  return others.length < parts.length ? others.join(', ') : notes;
}

/** The word before the name of a street. */
const STREET_WORD = /^\s*ב?(?:רחוב|רח['’׳])\s+/;

/** Returns notes with the line of an earlier home, once. */
export function notesWithHome(notes: string | undefined, earlier: OfferedProperty): string {
  return withLines(notes, [`${ANOTHER}${homeInWords(earlier)}`]);
}

/** Returns new notes with the lines of earlier homes out of the ones before. */
export function notesKeepingHomes(notes: string, before = ''): string {
  return withLines(
    notes,
    before.split(SEAM).filter((part) => part.startsWith(ANOTHER)),
  );
}

function withLines(notes: string | undefined, lines: readonly string[]): string {
  const parts = notes ? notes.split(SEAM) : [];
  return [...new Set([...parts, ...lines])].join(SEAM);
}

/** Returns notes without the lines of earlier homes, and whether there were any. */
export function notesOfHome(notes = ''): { readonly notes: string; readonly isOnlyHome: boolean } {
  const parts = notes.split(SEAM);
  const own = parts.filter((part) => !part.startsWith(ANOTHER));
  return { notes: own.join(SEAM), isOnlyHome: own.length === parts.length };
}
