import type { Lead } from '#shared/domain/office/lead.ts';
import { VendorFailed } from '#shared/errors.ts';
import { contactOfAddress } from './joined-users.ts';
import { type Change, change, type DynamoDb } from './table-client.ts';

/** A user is joined once, so the second attempt finds the contact. A third is for a join that ends meanwhile. */
const MAX_ATTEMPTS = 3;
/** Nothing is written to the row of a user who was joined to a contact meanwhile. */
export const IS_NO_ALIAS = 'attribute_not_exists(#joined_to)';

/** A change of a lead, whatever its address. */
export type LeadChange = Omit<Change, 'table' | 'key'>;

/**
 * Changes the lead of the contact that an address belongs to. A join in between leads to the new contact. Returns the
 * lead, or undefined if the condition does not hold.
 * @throws VendorFailed, also if the address changes hands at each attempt
 */
export async function changeLead(
  db: DynamoDb,
  address: string,
  { when, ...wanted }: LeadChange,
): Promise<Lead | undefined> {
  let contact = await contactOfAddress(db, address);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const changed = await change(db, {
      table: 'leads',
      key: { contact },
      ...wanted,
      when: when ? `(${when}) AND ${IS_NO_ALIAS}` : IS_NO_ALIAS,
    });
    if (changed) return changed as Lead;
    const now = await contactOfAddress(db, address);
    if (now === contact) return undefined;
    contact = now;
  }
  throw new VendorFailed('dynamodb', 'a contact was joined and separated at each attempt');
}
