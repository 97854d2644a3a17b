import { isOffer, type Wish } from '#local/rule-agent/heard/wishes.ts';
import { phrases } from '#local/rule-agent/words/texts.ts';
import { hasRooms } from '#shared/domain/listings/listing-kinds.ts';

/** A wish, with whether its caller has no price limit, and no number of rooms in mind. */
type Asked = Wish & { readonly isPriceOpen?: boolean; readonly isRoomsOpen?: boolean };

/** Returns the question for the first missing detail; undefined once all are known. */
export function missingIn(wish: Asked): string | undefined {
  const { deal, kind = 'apartment', city, rooms, shekels, isPriceOpen, isRoomsOpen } = wish;
  if (!deal) return phrases.askDeal;
  if (!city) return phrases.askCity;
  if (!rooms && !isRoomsOpen && hasRooms(kind))
    return isOffer(wish) ? phrases.askOwnRooms : phrases.askRooms;
  if (shekels || isPriceOpen) return undefined;
  if (isOffer(wish)) return phrases.askOwnPrice;
  return deal === 'rent' ? phrases.askRent : phrases.askPrice;
}
