import { amountIn } from './amounts.ts';
import { type Moment, writtenMoment } from './spoken-moments.ts';
import { cities, type Wish } from './wishes.ts';

/** What the product noted of the moment and of the contact, as far as the rules read it. */
export type Briefing = {
  readonly now?: Moment | undefined;
  readonly name?: string | undefined;
  /** What the contact looked for earlier. */
  readonly wish?: Wish | undefined;
  /** The listing that the contact is to visit. */
  readonly visit?: string | undefined;
};

/** Reads a briefing line by line; what is not in it, or written otherwise, is not known. */
export function readBriefing(text: string): Briefing {
  const earlier = /בקשה קודמת:(.*)/.exec(text)?.[1];
  return {
    now: writtenMoment(/עכשיו.*/.exec(text)?.[0] ?? ''),
    name: /^\s*שם:\s*([^\n,(]+)/m.exec(text)?.[1]?.trim(),
    wish: earlier ? wishOf(earlier) : undefined,
    visit: /ביקור קבוע:\s*[\d-]+T[\d:]+,?\s*([\w-]+)/.exec(text)?.[1],
  };
}

function wishOf(line: string): Wish {
  const price = /[\d,]+(?=\s*(?:₪|ש["״]ח|שקל))/.exec(line)?.[0];
  const rooms = /(\d+(?:\.\d)?)\s*חדרים/.exec(line)?.[1];
  return {
    deal: /שכר|שכיר/.test(line) ? 'rent' : 'buy',
    city: cities.find((city) => line.includes(city)),
    rooms: rooms ? Number(rooms) : undefined,
    shekels: price ? amountIn(price) : undefined,
  };
}
