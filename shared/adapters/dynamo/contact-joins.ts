import { DeleteCommand, GetCommand, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mapInBatches } from '#shared/batches.ts';
import { joinedColumns } from '#shared/domain/office/joined-lead.ts';
import type { JoinedUser, Lead } from '#shared/domain/office/lead.ts';
import { failing, VendorFailed } from '#shared/errors.ts';
import type { ContactJoins } from '#shared/ports/contacts.ts';
import { personalTables, type TableDescription, tables } from '#shared/tables.ts';
import type { ConsentColumns } from './consents.ts';
import { contactOfAddress } from './joined-users.ts';
import { dynamoOptOuts } from './opt-outs.ts';
import { change, type DynamoDb, holds } from './table-client.ts';
import { viewingDays } from './viewing-days.ts';

const table = 'leads';
/** The contact may write while a person joins them; each attempt reads both leads again. */
const MAX_ATTEMPTS = 5;
/** Concurrent writes, few enough not to be throttled. */
const MOVED_AT_ONCE = 10;
/** The columns that stay in the row of a joined user. The queue may hold a message that is being answered. */
const STAYS = /^(?:contact|joined_to|source|created_at|updated_at|expires_at|message_.*)$/;

/** Joins in DynamoDB. */
export function dynamoContactJoins(db: DynamoDb): ContactJoins {
  const optOuts = dynamoOptOuts(db);
  const read = async <Row>(contact: string) => {
    const command = new GetCommand({ TableName: table, Key: { contact }, ConsistentRead: true });
    const { Item } = await db.send(command).catch(failing('dynamodb', 'leads was not read'));
    return Item as Row | undefined;
  };
  const isOut = async (contact: string, lead: Lead | undefined) =>
    lead?.opted_out_at !== undefined || optOuts.has(contact);

  /** Gives a contact what the lead of a user has; false if the contact's lead changed meanwhile. */
  const giveFacts = async (contact: string, user: Lead, at: number): Promise<boolean> => {
    const lead = await read<ConsentColumns>(contact);
    const isOptedOut = (await isOut(contact, lead)) || (await isOut(user.contact, user));
    const version = lead?.consents_version;
    const given = await change(db, {
      table,
      key: { contact },
      set: {
        ...joinedColumns(lead, user, { isOptedOut, at }),
        consents_version: (version ?? 0) + 1,
        updated_at: at,
      },
      ...(isOptedOut && { remove: ['consent_at', 'consent_channel', 'alerts'] }),
      when: lead
        ? `#updated_at = :seen AND ${version === undefined ? 'attribute_not_exists(#consents_version)' : '#consents_version = :version'}`
        : 'attribute_not_exists(#contact)',
      values: { ...(lead && { seen: lead.updated_at }), ...(version !== undefined && { version }) },
    });
    if (!given) return false;
    if (isOptedOut) for (const each of [contact, user.contact]) await optOuts.add(each);
    return true;
  };

  return {
    contactOf: (address) => contactOfAddress(db, address),

    async alias(user, contact, at) {
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const row = await read<Lead & Partial<JoinedUser>>(user);
        if (row?.joined_to !== undefined) return row.joined_to === contact;
        const known: Lead = row ?? {
          contact: user,
          source: 'whatsapp',
          created_at: at,
          updated_at: at,
        };
        if (!(await giveFacts(contact, known, at))) continue;
        // The user's facts go only once the contact has them, so an interrupted join loses none.
        const aliased = await change(db, {
          table,
          key: { contact: user },
          set: { joined_to: contact, updated_at: at },
          setOnce: { source: 'whatsapp', created_at: at },
          remove: Object.keys(row ?? {}).filter((column) => !STAYS.test(column)),
          when: row
            ? '#updated_at = :seen AND attribute_not_exists(#joined_to)'
            : 'attribute_not_exists(#contact)',
          values: { ...(row && { seen: row.updated_at }) },
        });
        if (aliased) return true;
      }
      throw new VendorFailed('dynamodb', 'a contact was changed by others at each attempt');
    },

    async moveRows(user, contact) {
      const moved: Record<string, number> = {};
      for (const [name, description] of tablesByContact()) {
        const keys = await keysOf(db, name, description, user);
        const results = await mapInBatches(keys, MOVED_AT_ONCE, (Key) =>
          holds(
            db.send(
              new UpdateCommand({
                TableName: name,
                Key,
                UpdateExpression: 'SET contact = :contact',
                ConditionExpression: 'contact = :user',
                ExpressionAttributeValues: { ':contact': contact, ':user': user },
              }),
            ),
          ),
        );
        moved[name] = results.filter(Boolean).length;
      }
      // A contact is in one place at a time, whichever address booked.
      await viewingDays(db).moveContact(user, contact);
      return moved;
    },

    async separate(user) {
      const row = await read<Partial<JoinedUser>>(user);
      const contact = row?.joined_to;
      if (contact === undefined) return false;
      const command = new DeleteCommand({ TableName: table, Key: { contact: user } });
      await db.send(command).catch(failing('dynamodb', 'a join was not removed'));
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const lead = await read<Lead>(contact);
        if (!lead?.joined?.includes(user)) return true;
        const joined = lead.joined.filter((each) => each !== user);
        const changed = await change(db, {
          table,
          key: { contact },
          set: { joined },
          when: 'size(#joined) = :count AND contains(#joined, :user)',
          values: { count: lead.joined.length, user },
        });
        if (changed) return true;
      }
      throw new VendorFailed('dynamodb', 'a contact was changed by others at each attempt');
    },
  };
}

/** Returns the tables whose rows are found by their contact. */
function tablesByContact(): [string, TableDescription][] {
  const described: [string, TableDescription][] = Object.entries(tables);
  return described.filter(
    ([name, { indexes }]) =>
      personalTables.includes(name) && indexes.some((index) => index.name === 'by_contact'),
  );
}

/** Returns the keys of a user's rows in a table, as its index shows them. */
async function keysOf(
  db: DynamoDb,
  name: string,
  { partitionKey, sortKey }: TableDescription,
  user: string,
): Promise<Record<string, unknown>[]> {
  const query = paginateQuery(
    { client: db },
    {
      TableName: name,
      IndexName: 'by_contact',
      KeyConditionExpression: 'contact = :user',
      ExpressionAttributeValues: { ':user': user },
    },
  );
  const pages = await Array.fromAsync(query).catch(failing('dynamodb', `${name} was not read`));
  const columns = [partitionKey, sortKey].flatMap((key) => key?.name ?? []);
  return pages.flatMap(({ Items = [] }) =>
    Items.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]]))),
  );
}
