import { GetCommand } from '@aws-sdk/lib-dynamodb';
import {
  type JoinedUser,
  type Lead,
  type LeadOrigin,
  type LeadWish,
  MAX_FURTHER_PHONES,
} from '#shared/domain/office/lead.ts';
import { stageAfter, stagesBefore } from '#shared/domain/office/lead-stage.ts';
import {
  isSameHome,
  notesKeepingHomes,
  notesWithHome,
} from '#shared/domain/office/offered-home.ts';
import { failing, VendorFailed } from '#shared/errors.ts';
import type { Leads } from '#shared/ports/office.ts';
import { dynamoConsents } from './consents.ts';
import { changeLead } from './lead-change.ts';
import type { DynamoDb } from './table-client.ts';

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
  return {
    find,

    async meet(contact, origin) {
      await changeLead(db, contact, { set: { updated_at: origin.at }, setOnce: born(origin) });
    },

    async save(contact, wish, origin) {
      const isOfHome = wish.property !== undefined || wish.notes !== undefined;
      const whole = isOfHome ? withHomes(await find(contact), wish) : wish;
      let told = Object.entries(whole).filter(([, value]) => value !== undefined);
      for (let save = 0; save < MAX_SAVES && told.length > 0; save++) {
        const columns = told.map(([column]) => column);
        const isFree = columns.map((column) => `NOT contains(#human_set, :${column})`);
        const saved = await changeLead(db, contact, {
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
      await changeLead(db, contact, {
        set: { profile_name: profileName },
        when: 'attribute_exists(#contact)',
      });
    },

    async sumUp(contact, card) {
      await changeLead(db, contact, {
        set: { card },
        when: 'attribute_exists(#contact) AND (attribute_not_exists(#card) OR #card.#at <= :at)',
        values: { at: card.at },
      });
    },

    async assign(contact, { to, from }, origin) {
      const assigned = await changeLead(db, contact, {
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
      await changeLead(db, contact, {
        set: { stage: stageAfter(deed), updated_at: origin.at },
        setOnce: born(origin),
        when:
          `(attribute_not_exists(#stage) OR ${isBefore}) AND ` +
          '(attribute_not_exists(#human_set) OR NOT contains(#human_set, :column))',
        values: { ...Object.fromEntries(before.map((stage) => [stage, stage])), column: 'stage' },
      });
    },

    async addPhone(contact, phone, origin) {
      for (let attempt = 0; attempt < MAX_SAVES; attempt++) {
        const { phones = [], contact: own } = (await find(contact)) ?? {};
        if (phone === own || phones.includes(phone)) return;
        const added = await changeLead(db, contact, {
          set: { phones: [...phones, phone].slice(-MAX_FURTHER_PHONES), updated_at: origin.at },
          setOnce: born(origin),
          ...(phones.length === 0
            ? { when: 'attribute_not_exists(#phones)' }
            : {
                when: 'size(#phones) = :count AND contains(#phones, :last)',
                values: { count: phones.length, last: phones.at(-1) },
              }),
        });
        if (added) return;
      }
      throw new VendorFailed('dynamodb', 'the numbers of a lead were changed at each attempt');
    },

    ...dynamoConsents(db),
  };
}

/** Returns a wish with the whole home that an owner offers. Another home begins anew; the notes keep all earlier ones. */
function withHomes(lead: Lead | undefined, { property, ...told }: LeadWish): LeadWish {
  const { notes } = told;
  const wish = { ...told, ...(notes && { notes: notesKeepingHomes(notes, lead?.notes) }) };
  if (property === undefined) return wish;
  const known = lead?.property;
  if (known === undefined || isSameHome(known, property)) {
    return { ...wish, property: { ...known, ...property } };
  }
  return { ...wish, property, notes: notesWithHome(wish.notes ?? lead?.notes, known) };
}

function born({ source, at }: LeadOrigin) {
  return { source, created_at: at };
}
