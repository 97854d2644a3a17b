import type { Deal, Listing } from '#shared/domain/listings/listing.ts';
import { type Feature, features, toFeature } from '#shared/domain/listings/listing-features.ts';
import { byAnyName, nameKey } from '#shared/domain/listings/listing-names.ts';
import { cell } from './cell.ts';

const deals = byAnyName<Deal>({
  rent: ['rental', 'to rent', 'for rent', 'השכרה', 'להשכרה', 'שכירות'],
  sale: ['sell', 'for sale', 'מכירה', 'למכירה'],
});
const states = byAnyName<Listing['status']>({
  active: ['available', 'פעיל', 'פעילה', 'זמין', 'זמינה', 'פנוי', 'פנויה'],
  removed: [
    'sold',
    'rented',
    'הוסר',
    'הוסרה',
    'לא פעיל',
    'לא פעילה',
    'הושכר',
    'הושכרה',
    'נמכר',
    'נמכרה',
  ],
});
const answers = byAnyName({
  yes: ['y', 'true', 'v', '✓', '✔', '+', 'כן', 'יש'],
  no: ['n', 'false', 'none', 'לא', 'אין'],
});
const atOnce = new Set(['now', 'immediate', 'immediately', 'מיידי', 'מיידית', 'מידי'].map(nameKey));

/** A cell with the deal: rent or sale. */
export const dealCell = cell((text) => deals.get(nameKey(text)) ?? { must: 'rent or sale' });

/** A cell with the status: active or removed. */
export const statusCell = cell(
  (text) => states.get(nameKey(text)) ?? { must: 'active or removed' },
);

/** A cell that tells whether a home has a feature, or how many of it. */
export const yesOrNoCell = cell((text) => {
  if (/^\d+$/.test(text)) return Number(text) > 0;
  const answer = answers.get(nameKey(text)) ?? (text === '-' ? 'no' : undefined);
  return answer ? answer === 'yes' : { must: 'yes or no' };
});

/** A cell that lists the features of a home. */
export const featuresCell = cell((text) => {
  const found: Feature[] = [];
  for (const word of text.split(/[,;|+\n]/).filter((part) => part.trim())) {
    const feature = toFeature(word);
    // Features that callers cannot search for belong in the description.
    if (!feature) return { must: `among ${features.join(', ')}`, wrong: word.trim() };
    found.push(feature);
  }
  return found;
});

/** A cell with a day, in ISO or Israeli order, or a word for now. */
export const dayCell = cell((text) => {
  if (atOnce.has(nameKey(text))) return 'now';
  const israeli = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text);
  const day = israeli
    ? [israeli[3], israeli[2]?.padStart(2, '0'), israeli[1]?.padStart(2, '0')].join('-')
    : text.replace(/T00:00:00(?:\.000)?Z?$/, '');
  const at = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(day) : Number.NaN;
  const isDay = !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
  return isDay ? day : { must: 'a day like 2026-11-23 or 23/11/2026, or now' };
});
