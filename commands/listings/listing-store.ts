import { findStore, type StoreChoice } from '#commands/store.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import type { Environment } from '#shared/config/environment.ts';
import type { Listings } from '#shared/ports/office.ts';

/** The listings that a command works on, until it is disposed of. */
export interface ListingStore extends Disposable {
  /** Its place, for people. */
  readonly name: string;
  readonly listings: Listings;
}

/** Opens the listings of the local world, or of AWS. */
export async function openListingStore(
  choice: StoreChoice,
  env: Environment,
): Promise<ListingStore> {
  const { name, db, [Symbol.dispose]: close } = await findStore(choice, env);
  return { name, listings: dynamoListings(db), [Symbol.dispose]: close };
}
