import { phrases } from './texts.ts';
import { isOffer, type Wish } from './wishes.ts';

/** A wish, and whether its caller was asked for a limit and has none. */
type Asked = Wish & { readonly isPriceOpen?: boolean };

/** Asks for the first thing that is not known yet of what a caller wants or offers; undefined once all is. */
export function missingIn(wish: Asked): string | undefined {
  const { deal, city, rooms, shekels, isPriceOpen } = wish;
  if (!deal) return phrases.askDeal;
  if (!city) return phrases.askCity;
  if (!rooms) return isOffer(wish) ? phrases.askOwnRooms : phrases.askRooms;
  if (shekels || isPriceOpen) return undefined;
  if (isOffer(wish)) return phrases.askOwnPrice;
  return deal === 'rent' ? phrases.askRent : phrases.askPrice;
}
