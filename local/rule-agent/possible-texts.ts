import { spokenAmounts } from '#local/rule-agent/heard/amounts.ts';
import { cities } from '#local/rule-agent/heard/cities.ts';
import type { FoundListing } from '#local/rule-agent/heard/found-listings.ts';
import { areas, kindNames } from '#local/rule-agent/heard/home-words.ts';
import { toSpokenMoment } from '#local/rule-agent/heard/spoken-moments.ts';
import { detailsTold } from '#local/rule-agent/matters/home-details.ts';
import { dayHoursTold } from '#local/rule-agent/matters/hours.ts';
import { matterPhrases } from '#local/rule-agent/matters/matter-texts.ts';
import { closedFor, tooFarFor } from '#local/rule-agent/matters/refusals.ts';
import { listingTold } from '#local/rule-agent/wishes/listing-texts.ts';
import { missTold, nearPhrases } from '#local/rule-agent/wishes/near-texts.ts';
import { freeTimesTold } from '#local/rule-agent/words/free-times.ts';
import {
  deals,
  phrases,
  roomsNoted,
  wishNoted,
  wishRepeated,
} from '#local/rule-agent/words/texts.ts';
import {
  callbackNoted,
  halfNoted,
  toolPhrases,
  viewingBooked,
} from '#local/rule-agent/words/tool-texts.ts';
import { features } from '#shared/domain/listings/listing-features.ts';
import { holidaysOf } from '#shared/domain/office/holidays.ts';

const MOST_ROOMS = 6;
/** A year with every holiday. */
const HOLIDAY_YEAR = 2027;

/**
 * Returns every sentence that a voice must be able to read. Each city, number, sum, month and weekday, and
 * each of these listings, is in one of them.
 */
export function possibleTexts(listings: readonly FoundListing[]): string[] {
  const rooms = Array.from({ length: 2 * MOST_ROOMS }, (_, i) => 1 + i / 2);
  const sums = [...spokenAmounts.keys()];
  return [
    ...Object.values(phrases),
    ...Object.values(toolPhrases),
    ...Object.values(matterPhrases),
    ...Object.values(nearPhrases),
    ...Object.values(kindNames).map((name) => `יש ${name} של שני חדרים`),
    ...areas.map((city) => wishNoted({ deal: 'rent', city })),
    ...['price 1,000 above', 'price 500 below', 'neighbourhood לב העיר', 'floor 3']
      .concat(features.map((feature) => `no ${feature}`))
      .map((misses) => missTold({ misses, city: '' })),
    ...deals.map((deal) => wishNoted({ deal })),
    ...cities.map((city) => wishNoted({ deal: 'rent', city })),
    ...rooms.map(roomsNoted),
    ...sums.map((shekels) => wishRepeated({ deal: 'buy', shekels })),
    wishRepeated({ deal: 'sell', rooms: 4, shekels: sums[0] }),
    ...Array.from({ length: 366 }, (_, i) => {
      const day = new Date(Date.UTC(2028, 0, 1 + i)).toISOString().slice(0, 10);
      return viewingBooked({ day, hour: '10:30' }, '');
    }),
    ...['יום כיפור', 'ראש השנה', 'חופשה'].map(closedFor),
    tooFarFor('2027-01-21', undefined),
    ...[...holidaysOf(HOLIDAY_YEAR)].flatMap(([day, { name }]) => [
      dayHoursTold({ day, name, from: '09:00', to: '13:00' }),
      dayHoursTold({ day, name }),
      tooFarFor(day, name),
    ]),
    `${toolPhrases.suggested} ${toSpokenMoment({ day: '2026-11-25', hour: '16:00' })}`,
    freeTimesTold(['2026-11-25T18:30', '2026-11-26T09:00', '2026-11-26T09:30']) ?? '',
    ...Array.from({ length: 48 }, (_, i) => {
      const hour = `${String(Math.floor(i / 2)).padStart(2, '0')}:${i % 2 ? '30' : '00'}`;
      return [halfNoted({ hour }), callbackNoted({ day: '2026-11-25', hour })];
    }).flat(),
    ...listings.map((listing) => `יש ${listingTold(listing, features)}. ויש גם`),
    ...listings.flatMap((listing) => detailsTold({ ...listing, features })),
    ...listings.map((listing) => listingTold({ ...listing, street: undefined, floor: 0 })),
    ...cities.map((city) => listingTold({ id: '', deal: 'sale', city, rooms: 3, price_ils: 1 })),
  ];
}
