import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import { failing } from '#shared/errors.ts';
import type { Viewings } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';
import { change, type DynamoDb, expiry, holds } from './table-client.ts';
import { viewingChanges } from './viewing-changes.ts';

const table = 'viewings';
/** More than a contact can have ahead, including cancelled viewings. */
const MAX_ROWS = 20;

/** `viewings` in DynamoDB. */
export function dynamoViewings(db: DynamoDb): Viewings {
  const changes = viewingChanges(db);
  // Without its note, a change is found as soon as the index shows it.
  const note = (viewing: Pick<Viewing, 'id' | 'contact'>) =>
    survive('viewing.change-not-noted', changes.note(viewing));
  const find = async (id: string) => {
    const command = new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true });
    const { Item } = await db.send(command).catch(failing('dynamodb', 'viewings was not read'));
    return Item as Viewing | undefined;
  };

  return {
    find,

    async book(viewing) {
      const put = new PutCommand({
        TableName: table,
        // A viewing ahead must not expire before it takes place.
        Item: { ...viewing, ...expiry(db, table, Math.max(viewing.at, Date.now())) },
        ConditionExpression: 'attribute_not_exists(#id) OR #status <> :booked',
        ExpressionAttributeNames: { '#id': 'id', '#status': 'status' },
        ExpressionAttributeValues: { ':booked': 'booked' },
      });
      const [isBooked] = await Promise.all([holds(db.send(put)), note(viewing)]);
      if (isBooked) return viewing;
      const standing = await find(viewing.id);
      return standing?.contact === viewing.contact ? standing : undefined;
    },

    async cancel({ id, contact }) {
      const cancelled = change(db, {
        table,
        key: { id },
        set: { status: 'cancelled' },
        when: '#contact = :contact AND #status = :booked',
        values: { contact, booked: 'booked' },
      });
      await Promise.all([cancelled, note({ id, contact })]);
    },

    async ofContact(contact, from) {
      const command = new QueryCommand({
        TableName: table,
        IndexName: 'by_contact',
        KeyConditionExpression: '#contact = :contact AND #at >= :from',
        ExpressionAttributeNames: { '#contact': 'contact', '#at': 'at' },
        ExpressionAttributeValues: { ':contact': contact, ':from': from },
        Limit: MAX_ROWS,
      });
      const { Items = [] } = await db
        .send(command)
        .catch(failing('dynamodb', 'viewings was not read'));
      const known = await changes.applied(contact, Items as Viewing[]);
      return known
        .filter(({ at }) => at >= from)
        .toSorted((a, b) => a.at - b.at)
        .slice(0, MAX_ROWS);
    },
  };
}
