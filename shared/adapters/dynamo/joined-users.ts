import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { isCallable } from '#shared/domain/office/contact.ts';
import type { JoinedUser } from '#shared/domain/office/lead.ts';
import { failing } from '#shared/errors.ts';
import { change, type DynamoDb } from './table-client.ts';

const table = 'leads';

/**
 * Returns the contact that an address belongs to. A WhatsApp user without a number may have been joined to a contact;
 * a number costs no read.
 * @throws VendorFailed
 */
export async function contactOfAddress(db: DynamoDb, address: string): Promise<string> {
  if (isCallable(address)) return address;
  const command = new GetCommand({
    TableName: table,
    Key: { contact: address },
    ConsistentRead: true,
  });
  const { Item } = await db.send(command).catch(failing('dynamodb', 'leads was not read'));
  return (Item as Partial<JoinedUser> | undefined)?.joined_to ?? address;
}

/**
 * Returns the contact that the sender of a message belongs to, and keeps the join as long as the messages.
 * @throws VendorFailed
 */
export async function contactOfSender(
  db: DynamoDb,
  address: string | undefined,
  at: number,
): Promise<string | undefined> {
  if (address === undefined || isCallable(address)) return address;
  const joined = await change(db, {
    table,
    key: { contact: address },
    set: { updated_at: at },
    when: 'attribute_exists(#joined_to)',
  });
  return (joined as Partial<JoinedUser> | undefined)?.joined_to ?? address;
}
