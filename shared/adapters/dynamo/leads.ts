import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { JoinedUser, Lead, LeadOrigin } from '#shared/domain/office/lead.ts';
import { stageAfter, stagesBefore } from '#shared/domain/office/lead-stage.ts';
import { failing, VendorFailed } from '#shared/errors.ts';
import type { Leads } from '#shared/ports/office.ts';
import { dynamoConsents } from './consents.ts';
import { contactOfAddress } from './joined-users.ts';
import { change, type DynamoDb } from './table-client.ts';

const table = 'leads';
/** The first attempt may find columns that a person entered, the second leaves them out. A third is for a person who enters more meanwhile. */
const MAX_SAVES = 3;

/** `leads` in DynamoDB. */
export function dynamoLeads(db: DynamoDb): Leads {
  const read = async (contact: string) => {
    const command = new GetCommand({ TableName: table, Key: { contact }, ConsistentRead: true });
    const { Item } = await db.send(command).catch(failing('dynamodb', 'leads was not read'));
    return Item as Lead | JoinedUser | undefined;
  };
  const find = async (contact: string): Promise<Lead | undefined> => {
    const row = await read(contact);
    if (!row || !('joined_to' in row)) return row;
    return (await read(row.joined_to)) as Lead | undefined;
  };
  const keyOf = async (address: string) => ({ contact: await contactOfAddress(db, address) });

  return {
    find,

    async meet(contact, origin) {
      await change(db, {
        table,
        key: await keyOf(contact),
        set: { updated_at: origin.at },
        setOnce: born(origin),
      });
    },

    async save(contact, wish, origin) {
      const key = await keyOf(contact);
      const property = wish.property && { ...(await find(contact))?.property, ...wish.property };
      let told = Object.entries({ ...wish, property }).filter(([, value]) => value !== undefined);
      for (let save = 0; save < MAX_SAVES && told.length > 0; save++) {
        const columns = told.map(([column]) => column);
        const isFree = columns.map((column) => `NOT contains(#human_set, :${column})`);
        const saved = await change(db, {
          table,
          key,
          set: { ...Object.fromEntries(told), updated_at: origin.at },
          setOnce: born(origin),
          when: `attribute_not_exists(#human_set) OR (${isFree.join(' AND ')})`,
          values: Object.fromEntries(columns.map((column) => [column, column])),
        });
        if (saved) return;
        const humanSet = (await find(contact))?.human_set ?? [];
        told = told.filter(([column]) => !humanSet.includes(column));
      }
      if (told.length > 0)
        throw new VendorFailed('dynamodb', 'a lead was changed by others at each attempt');
    },

    async hint(contact, profileName) {
      await change(db, {
        table,
        key: await keyOf(contact),
        set: { profile_name: profileName },
        when: 'attribute_exists(#contact)',
      });
    },

    async assign(contact, { to, from }, origin) {
      const assigned = await change(db, {
        table,
        key: await keyOf(contact),
        set: { assigned_to: to, updated_at: origin.at },
        setOnce: born(origin),
        ...(from === undefined
          ? { when: 'attribute_not_exists(#assigned_to)' }
          : { when: '#assigned_to = :from', values: { from } }),
      });
      return assigned !== undefined;
    },

    async advance(contact, deed, origin) {
      const before = stagesBefore(deed);
      const isBefore = before.map((stage) => `#stage = :${stage}`).join(' OR ');
      await change(db, {
        table,
        key: await keyOf(contact),
        set: { stage: stageAfter(deed), updated_at: origin.at },
        setOnce: born(origin),
        when:
          `(attribute_not_exists(#stage) OR ${isBefore}) AND ` +
          '(attribute_not_exists(#human_set) OR NOT contains(#human_set, :column))',
        values: { ...Object.fromEntries(before.map((stage) => [stage, stage])), column: 'stage' },
      });
    },

    ...dynamoConsents(db),
  };
}

function born({ source, at }: LeadOrigin) {
  return { source, created_at: at };
}
