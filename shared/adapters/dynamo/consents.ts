import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { type Consent, withConsent, withWithdrawal } from '#shared/domain/office/consent.ts';
import { AGREED, type Lead } from '#shared/domain/office/lead.ts';
import { failing, VendorFailed } from '#shared/errors.ts';
import type { Leads } from '#shared/ports/office.ts';
import { contactOfAddress } from './joined-users.ts';
import { IS_NO_ALIAS, type LeadChange } from './lead-change.ts';
import { dynamoOptOuts } from './opt-outs.ts';
import { change, type DynamoDb } from './table-client.ts';

const table = 'leads';
/** A contact agrees and refuses one word at a time, so two writers at once are rare. */
const MAX_ATTEMPTS = 3;

/** A lead with the count of changes of its consents, by which a writer sees that another one was faster. */
export type ConsentColumns = Lead & { readonly consents_version?: number };

/**
 * Consents and refusals in `leads`, each with its evidence. One conditional write changes the evidence together with
 * the columns that decide whether a contact is written to.
 */
export function dynamoConsents(
  db: DynamoDb,
): Pick<Leads, 'agree' | 'optIn' | 'optOut' | 'isOptedOut'> {
  const optOuts = dynamoOptOuts(db);

  const find = async (contact: string) => {
    const command = new GetCommand({ TableName: table, Key: { contact }, ConsistentRead: true });
    const { Item } = await db.send(command).catch(failing('dynamodb', 'leads was not read'));
    return Item as ConsentColumns | undefined;
  };

  /**
   * Changes the lead of an address with its consents. Returns the new lead, or undefined if the condition does not hold. A join in between leads to the new contact, as in `changeLead`.
   */
  const changeConsents = async (
    address: string,
    next: (consents: readonly Consent[] | undefined) => readonly Consent[],
    { set, when, values, ...wanted }: LeadChange,
  ): Promise<Lead | undefined> => {
    let contact = await contactOfAddress(db, address);
    let seen = await find(contact);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const version = seen?.consents_version;
      const consents = next(seen?.consents);
      const isNew = consents.length > 0 && consents !== seen?.consents;
      const isAsSeen =
        version === undefined
          ? 'attribute_not_exists(#consents_version)'
          : '#consents_version = :version';
      const changed = await change(db, {
        table,
        key: { contact },
        ...wanted,
        set: { ...set, ...(isNew && { consents, consents_version: (version ?? 0) + 1 }) },
        when: `${isAsSeen} AND ${IS_NO_ALIAS} AND ${when}`,
        values: { ...values, ...(version !== undefined && { version }) },
      });
      if (changed) return changed as Lead;
      const now = await contactOfAddress(db, address);
      seen = await find(now);
      if (now === contact && seen?.consents_version === version) return undefined;
      contact = now;
    }
    throw new VendorFailed('dynamodb', 'consents were changed by others at each attempt');
  };

  return {
    async optOut(address, at, source) {
      const withdrawn = (consents?: readonly Consent[]) =>
        withWithdrawal(consents, { at, id: source?.id });
      const noted = await changeConsents(address, withdrawn, {
        set: {
          opted_out_at: at,
          updated_at: at,
          ...(source && { opted_out_channel: source.channel, opted_out_id: source.id }),
        },
        setOnce: { source: source?.channel ?? 'whatsapp', created_at: at },
        remove: ['consent_at', 'consent_channel', 'alerts'],
        // Messages may be processed in another order than they were written; a spoken yes never outweighs one.
        when:
          '(attribute_not_exists(#opted_out_at) OR #opted_out_at <= :set_opted_out_at) AND ' +
          '(attribute_not_exists(#consent_at) OR #consent_at <= :set_opted_out_at OR #consent_channel = :phone)',
        values: { phone: 'phone' },
      });
      if (noted) for (const each of addressesOf(noted)) await optOuts.add(each);
    },

    async optIn(address, at, { channel, id, words }) {
      const given: Consent = { to: 'messages', at, channel, source_id: id, words };
      const noted = await changeConsents(address, (consents) => withConsent(consents, given), {
        set: { consent_at: at, consent_channel: channel, updated_at: at },
        setOnce: { source: channel, created_at: at },
        remove: ['opted_out_at', 'opted_out_channel', 'opted_out_id'],
        when: '(attribute_not_exists(#opted_out_at) OR #opted_out_at <= :set_updated_at)',
      });
      if (noted) for (const each of addressesOf(noted)) await optOuts.remove(each);
    },

    async agree(address, given) {
      const { at, channel, to } = given;
      if (await optOuts.has(await contactOfAddress(db, address))) return false;
      const agreed = await changeConsents(address, (consents) => withConsent(consents, given), {
        set: {
          ...(to === 'messages' && { consent_at: at, consent_channel: channel }),
          ...(to === 'alerts' && { alerts: AGREED }),
          updated_at: at,
        },
        setOnce: { source: channel, created_at: at },
        when: 'attribute_not_exists(#opted_out_at)',
      });
      return agreed !== undefined;
    },

    async isOptedOut(address) {
      const contact = await contactOfAddress(db, address);
      const lead = await find(contact);
      if (lead?.opted_out_at !== undefined) return true;
      return lead?.consent_at === undefined && optOuts.has(contact);
    },
  };
}

/** Returns all addresses of a contact: each of their hashes outlives the lead. */
function addressesOf({ contact, joined = [] }: Lead): readonly string[] {
  return [contact, ...joined];
}
