import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Lead, LeadOrigin } from '#shared/domain/office/lead.ts';
import { failing, VendorFailed } from '#shared/errors.ts';
import type { Leads } from '#shared/ports/office.ts';
import { dynamoOptOuts } from './opt-outs.ts';
import { change, type DynamoDb } from './table-client.ts';

const table = 'leads';
/** The first attempt may find columns that a person entered, the second leaves them out. A third is for a person who enters more meanwhile. */
const MAX_SAVES = 3;

/** `leads` in DynamoDB. */
export function dynamoLeads(db: DynamoDb): Leads {
  const optOuts = dynamoOptOuts(db);
  const find = async (contact: string) => {
    const command = new GetCommand({ TableName: table, Key: { contact }, ConsistentRead: true });
    const { Item } = await db.send(command).catch(failing('dynamodb', 'leads was not read'));
    return Item as Lead | undefined;
  };

  return {
    find,

    async meet(contact, origin) {
      await change(db, {
        table,
        key: { contact },
        set: { updated_at: origin.at },
        setOnce: born(origin),
      });
    },

    async save(contact, wish, origin) {
      let told = Object.entries(wish).filter(([, value]) => value !== undefined);
      for (let save = 0; save < MAX_SAVES && told.length > 0; save++) {
        const columns = told.map(([column]) => column);
        const isFree = columns.map((column) => `NOT contains(#human_set, :${column})`);
        const saved = await change(db, {
          table,
          key: { contact },
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
        key: { contact },
        set: { profile_name: profileName },
        when: 'attribute_exists(#contact)',
      });
    },

    async assign(contact, { to, from }, origin) {
      const assigned = await change(db, {
        table,
        key: { contact },
        set: { assigned_to: to, updated_at: origin.at },
        setOnce: born(origin),
        ...(from === undefined
          ? { when: 'attribute_not_exists(#assigned_to)' }
          : { when: '#assigned_to = :from', values: { from } }),
      });
      return assigned !== undefined;
    },

    async requestCallback(contact, { id, at, reason }, origin) {
      await change(db, {
        table,
        key: { contact },
        set: {
          callback_id: id,
          callback_at: at ?? origin.at,
          callback_reason: reason,
          callback_due_at: at === undefined ? origin.at : undefined,
          updated_at: origin.at,
        },
        setOnce: born(origin),
        remove: [
          ...(reason === undefined ? ['callback_reason'] : []),
          ...(at === undefined ? [] : ['callback_due_at']),
        ],
      });
    },

    async callbackDue(contact, callbackId, at) {
      const due = await change(db, {
        table,
        key: { contact },
        set: { callback_due_at: at, updated_at: at },
        when: '#callback_id = :callback_id AND attribute_not_exists(#callback_due_at)',
        values: { callback_id: callbackId },
      });
      return due !== undefined;
    },

    async calledBack(contact, at) {
      const called = await change(db, {
        table,
        key: { contact },
        set: { updated_at: at },
        remove: ['callback_id', 'callback_at', 'callback_reason', 'callback_due_at'],
        when: 'attribute_exists(#callback_id)',
      });
      return called !== undefined;
    },

    async optOut(contact, at, source) {
      const noted = await change(db, {
        table,
        key: { contact },
        set: {
          opted_out_at: at,
          updated_at: at,
          ...(source && { opted_out_channel: source.channel, opted_out_id: source.id }),
        },
        setOnce: born({ source: source?.channel ?? 'whatsapp', at }),
        remove: ['consent_at', 'consent_channel'],
        // Messages may be processed in another order than they were written; a spoken yes never outweighs one.
        when:
          '(attribute_not_exists(#opted_out_at) OR #opted_out_at <= :set_opted_out_at) AND ' +
          '(attribute_not_exists(#consent_at) OR #consent_at <= :set_opted_out_at OR #consent_channel = :phone)',
        values: { phone: 'phone' },
      });
      if (noted) await optOuts.add(contact);
    },

    async optIn(contact, at) {
      const noted = await change(db, {
        table,
        key: { contact },
        set: { consent_at: at, consent_channel: 'whatsapp', updated_at: at },
        setOnce: born({ source: 'whatsapp', at }),
        remove: ['opted_out_at', 'opted_out_channel', 'opted_out_id'],
        when: 'attribute_not_exists(#opted_out_at) OR #opted_out_at <= :set_consent_at',
      });
      if (noted) await optOuts.remove(contact);
    },

    async agree(contact, at) {
      if (await optOuts.has(contact)) return false;
      const agreed = await change(db, {
        table,
        key: { contact },
        set: { consent_at: at, consent_channel: 'phone', updated_at: at },
        setOnce: born({ source: 'phone', at }),
        when: 'attribute_not_exists(#opted_out_at)',
      });
      return agreed !== undefined;
    },

    async isOptedOut(contact) {
      const lead = await find(contact);
      if (lead?.opted_out_at !== undefined) return true;
      return lead?.consent_at === undefined && optOuts.has(contact);
    },
  };
}

function born({ source, at }: LeadOrigin) {
  return { source, created_at: at };
}
