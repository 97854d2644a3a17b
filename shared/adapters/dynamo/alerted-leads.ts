import { GetCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { isWritable } from '#shared/domain/office/alert-match.ts';
import { AGREED, type Lead } from '#shared/domain/office/lead.ts';
import { failing, VendorFailed } from '#shared/errors.ts';
import type { AlertedLeads } from '#shared/ports/alerts.ts';
import { change, type DynamoDb } from './table-client.ts';

const table = 'leads';
/** A page of leads with their consents stays far below DynamoDB's 1 MB. */
const PAGE_ROWS = 200;
/** Two alerts may want one contact at once; more never do. */
const MAX_ATTEMPTS = 3;
/** The homes that a lead remembers: an old one is not news at the same price. */
const MAX_HOMES = 50;

/** The contacts who agreed to alerts, in `leads`. News of a home is rare, so they are found by a scan without an index. */
export function dynamoAlertedLeads(db: DynamoDb): AlertedLeads {
  return {
    async *agreed(deal) {
      const scan = {
        TableName: table,
        FilterExpression: 'alerts = :agreed AND deal = :deal',
        ExpressionAttributeValues: { ':agreed': AGREED, ':deal': deal },
      };
      try {
        const pages = paginateScan({ client: db, pageSize: PAGE_ROWS }, scan);
        for await (const { Items = [] } of pages) yield Items as Lead[];
      } catch (error) {
        failing('dynamodb', 'leads with alerts were not read')(error);
      }
    },

    async claim(contact, { noticeId, home, day }) {
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const lead = await find(contact);
        if (!lead || !isWritable(lead)) return 'refused';
        const { alerted_by: by, alerted_homes: homes = [] } = lead;
        if (by === noticeId) return 'granted';
        if (homes.includes(home)) return 'told';
        if (lead.alerted_on === day) return 'busy';
        const claimed = await change(db, {
          table,
          key: { contact },
          set: {
            alerted_on: day,
            alerted_by: noticeId,
            alerted_homes: [...homes, home].slice(-MAX_HOMES),
          },
          when: `#alerts = :agreed AND attribute_not_exists(#opted_out_at) AND ${by === undefined ? 'attribute_not_exists(#alerted_by)' : '#alerted_by = :by'}`,
          values: { agreed: AGREED, ...(by !== undefined && { by }) },
        });
        if (claimed) return 'granted';
      }
      throw new VendorFailed('dynamodb', 'a lead was changed by others at each attempt');
    },
  };

  async function find(contact: string): Promise<Lead | undefined> {
    const command = new GetCommand({ TableName: table, Key: { contact }, ConsistentRead: true });
    const { Item } = await db.send(command).catch(failing('dynamodb', 'leads was not read'));
    return Item as Lead | undefined;
  }
}
