import { randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { failing } from '#shared/errors.ts';
import { type DynamoDb, holds } from './table-client.ts';

const table = 'opt_outs';
/** The row of this deployment's salt, which no contact's hash can equal. */
const SALT_ID = 'salt';
const SALT_BYTES = 32;
const HASH_BYTES = 32;
/** About 30 ms for each guess. Numbers are few, so a fast hash could be reversed by trying them all. */
const COST: ScryptOptions = { N: 2 ** 14, r: 8, p: 1 };

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** Contacts who opted out, as salted hashes in `opt_outs`. A hash says nothing but that its number is not written to. */
export function dynamoOptOuts(db: DynamoDb) {
  let salt: Promise<Buffer> | undefined;

  const read = async (id: string) => {
    const command = new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true });
    const { Item } = await db.send(command).catch(failing('dynamodb', 'opt_outs was not read'));
    return Item;
  };

  /** Returns the salt, which the first writer makes. */
  const readSalt = async (): Promise<Buffer> => {
    const Item = { id: SALT_ID, salt: randomBytes(SALT_BYTES).toString('base64') };
    const kept =
      (await read(SALT_ID)) ??
      ((await holds(
        db.send(
          new PutCommand({
            TableName: table,
            Item,
            ConditionExpression: 'attribute_not_exists(id)',
          }),
        ),
      ))
        ? Item
        : await read(SALT_ID));
    return Buffer.from(String(kept?.['salt']), 'base64');
  };

  const idOf = async (contact: string): Promise<string> => {
    salt ??= readSalt();
    // A failure is not kept.
    salt.catch(() => {
      salt = undefined;
    });
    return (await derive(contact, await salt, HASH_BYTES, COST)).toString('base64url');
  };

  return {
    /** Remembers that a contact opted out. @throws VendorFailed */
    async add(contact: string): Promise<void> {
      const Item = { id: await idOf(contact) };
      await db
        .send(new PutCommand({ TableName: table, Item }))
        .catch(failing('dynamodb', 'an opt-out was not kept'));
    },

    /** Forgets an opt-out; does nothing without one. @throws VendorFailed */
    async remove(contact: string): Promise<void> {
      const Key = { id: await idOf(contact) };
      await db
        .send(new DeleteCommand({ TableName: table, Key }))
        .catch(failing('dynamodb', 'an opt-out was not removed'));
    },

    /** Returns whether a contact opted out. @throws VendorFailed */
    async has(contact: string): Promise<boolean> {
      return (await read(await idOf(contact))) !== undefined;
    },
  };
}
