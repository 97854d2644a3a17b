import type { CallTurn } from '#shared/domain/calls/call-turn.ts';
import { splitHouse } from '#shared/domain/listings/house-number.ts';
import type { Listing } from '#shared/domain/listings/listing.ts';

/**
 * Returns the homes that a caller heard of, in the order of mention.
 * A home counts if the agent named its street. Its city must be named too, unless the call named no such city.
 */
export function discussedListings(
  listings: readonly Listing[],
  turns: readonly Pick<CallTurn, 'user_text' | 'heard_text'>[],
): Listing[] {
  const heard = turns.map(({ heard_text: text = '' }) => text).join('\n');
  const said = `${heard}\n${turns.map(({ user_text: text }) => text).join('\n')}`;
  const named = listings
    .filter(({ status }) => status === 'active')
    .map((listing) => ({ listing, at: indexOfStreet(heard, listing) }))
    .filter(({ at }) => at >= 0);
  // Many cities share a street name; if the call named no city, all of them count.
  const inCities = named.filter(({ listing }) => said.includes(listing.city));
  return (inCities.length > 0 ? inCities : named)
    .sort((a, b) => a.at - b.at)
    .map(({ listing }) => listing);
}

/** Returns the index of a street's name, with its house number or without any; -1 if it is absent. */
function indexOfStreet(text: string, { street }: Listing): number {
  if (!street) return -1;
  const { street: name } = splitHouse(street);
  const index = indexOfWord(text, street, /^[\p{L}\p{N}]/u);
  return index >= 0 ? index : indexOfWord(text, name, /^(?:[\p{L}\p{N}]|\s*\p{N})/u);
}

/** Hebrew joins prefixes to a word and nothing to its end; `more` matches an end that makes it another name. */
function indexOfWord(text: string, word: string, more: RegExp, from = 0): number {
  const index = word ? text.indexOf(word, from) : -1;
  if (index < 0 || !more.test(text.slice(index + word.length))) return index;
  return indexOfWord(text, word, more, index + 1);
}
