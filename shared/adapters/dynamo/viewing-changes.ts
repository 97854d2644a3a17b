import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  GetCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import { failing } from '#shared/errors.ts';
import { tables } from '#shared/tables.ts';
import type { DynamoDb } from './table-client.ts';

const table = 'viewings';
/** Far longer than an index is behind its table: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html */
const WINDOW_MS = 3_600_000;

/**
 * The columns of a contact's row in `viewings` that names the viewings booked or cancelled within the last hour.
 * The row has no column of the index by contact, so no search finds it.
 */
type Changes = { readonly changed: readonly string[]; readonly changed_until: number };

/**
 * The changes of a contact's viewings that the index by contact may not show yet. The index is eventually
 * consistent, and a contact moves a viewing seconds after it was booked.
 */
export function viewingChanges(db: DynamoDb) {
  const read = async (Key: Readonly<Record<string, string>>) => {
    const command = new GetCommand({ TableName: table, Key, ConsistentRead: true });
    const { Item } = await db.send(command).catch(failing('dynamodb', 'viewings was not read'));
    return Item;
  };
  const update = async (
    contact: string,
    wanted: Omit<UpdateCommandInput, 'TableName' | 'Key'>,
  ): Promise<boolean> => {
    try {
      await db.send(new UpdateCommand({ TableName: table, Key: { id: contact }, ...wanted }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      return failing('dynamodb', 'a change of a viewing was not noted')(error);
    }
  };
  const append = (contact: string, id: string, at: number) =>
    update(contact, {
      UpdateExpression: 'SET changed = list_append(changed, :ids)',
      ConditionExpression: 'changed_until > :at',
      ExpressionAttributeValues: { ':ids': [id], ':at': at },
    });
  const begin = (contact: string, id: string, at: number) =>
    update(contact, {
      UpdateExpression: `SET changed = :ids, changed_until = :until, ${tables[table].expiryAttribute} = :expiry`,
      ConditionExpression: 'attribute_not_exists(changed_until) OR changed_until <= :at',
      ExpressionAttributeValues: {
        ':ids': [id],
        ':at': at,
        ':until': at + WINDOW_MS,
        ':expiry': Math.ceil((at + 2 * WINDOW_MS) / 1_000),
      },
    });

  return {
    /** Notes that a contact's viewing changes. @throws VendorFailed */
    async note({ id, contact }: Pick<Viewing, 'id' | 'contact'>): Promise<void> {
      const at = Date.now();
      // The last attempt is for two changes that begin the same row at once.
      for (const attempt of [append, begin, append]) if (await attempt(contact, id, at)) return;
    },

    /** Returns a contact's viewings as they are now, from those that the index shows. @throws VendorFailed */
    async applied(contact: string, indexed: readonly Viewing[]): Promise<Viewing[]> {
      const { changed = [], changed_until = 0 } = ((await read({ id: contact })) ??
        {}) as Partial<Changes>;
      if (changed_until <= Date.now()) return [...indexed];
      const ids = [...new Set(changed)];
      const rows = await Promise.all(ids.map((id) => read({ id }) as Promise<Viewing | undefined>));
      return [
        ...indexed.filter(({ id }) => !ids.includes(id)),
        ...rows.filter((row) => row?.contact === contact),
      ] as Viewing[];
    },

    /** Forgets the changes of a contact. @throws VendorFailed */
    async forget(contact: string): Promise<void> {
      const command = new DeleteCommand({ TableName: table, Key: { id: contact } });
      await db.send(command).catch(failing('dynamodb', 'the changes of viewings were not removed'));
    },
  };
}
