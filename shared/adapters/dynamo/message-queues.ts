import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import {
  isToldToWait,
  type MessageQueue,
  type Place,
} from '#shared/domain/messages/message-queue.ts';
import { QUIET_MS } from '#shared/domain/messages/waiting-chat.ts';
import type { Lead } from '#shared/domain/office/lead.ts';
import { failing, VendorFailed } from '#shared/errors.ts';
import type { LeavingMessage, MessageQueues } from '#shared/ports/messages.ts';
import { type DynamoDb, expiry } from './table-client.ts';
import { UNCARDED } from './waiting-cards.ts';

const table = 'leads';
const MINUTE_MS = 60_000;
/** Other writers may change the queue between our read and our write; past this limit our place expires by itself. */
const MAX_LOOKS = 4;
/**
 * Each place adds about 35 characters to an expression, which may have 4,096:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const MAX_REMOVED_PLACES = 50;

/** The columns of `leads` that hold a contact's queue. */
type QueueColumns = Lead & {
  /** `<MessageSid> <until>` each; the store keeps the order, so the writers' clocks do not matter. */
  readonly message_queue?: readonly string[];
  readonly message_minute?: number;
  readonly message_count?: number;
  readonly message_answered?: string;
  readonly message_wait_told_at?: number;
};

/** Message queues in DynamoDB, each in its contact's row of `leads`. */
export function dynamoMessageQueues(db: DynamoDb): MessageQueues {
  const update = async (
    contact: string,
    wanted: Omit<UpdateCommandInput, 'TableName' | 'Key' | 'ReturnValues'>,
  ) => {
    const command = new UpdateCommand({
      TableName: table,
      Key: { contact },
      ReturnValues: 'ALL_NEW',
      ...wanted,
    });
    try {
      return (await db.send(command)).Attributes as QueueColumns;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      return failing('dynamodb', 'a queue was not changed')(error);
    }
  };

  const read = async (contact: string) => {
    const command = new GetCommand({ TableName: table, Key: { contact }, ConsistentRead: true });
    const { Item } = await db.send(command).catch(failing('dynamodb', 'a queue was not read'));
    return toQueue(Item as QueueColumns | undefined);
  };

  return {
    read,

    async join(contact, place, at) {
      const minute = Math.floor(at / MINUTE_MS);
      const kept = Object.entries(expiry(db, table));
      const alsoSet = kept.map(([column]) => `, ${column} = :${column}`).join('');
      const append = (when: string, count: string) =>
        update(contact, {
          UpdateExpression: `SET message_queue = list_append(if_not_exists(message_queue, :none), :places), message_minute = :minute, message_count = ${count}, ${UNCARDED} = :uncarded, card_at = :card_at, chat_at = if_not_exists(chat_at, :at), #source = if_not_exists(#source, :whatsapp), created_at = if_not_exists(created_at, :at), updated_at = if_not_exists(updated_at, :at)${alsoSet}`,
          // The SDK repeats a write whose answer was lost; the first one may have succeeded.
          ConditionExpression: `${when} AND (attribute_not_exists(message_queue) OR NOT contains(message_queue, :entry))`,
          ExpressionAttributeNames: { '#source': 'source' },
          ExpressionAttributeValues: {
            ':none': [],
            ':places': [toEntry(place)],
            ':entry': toEntry(place),
            ':minute': minute,
            ':one': 1,
            ':at': at,
            ':whatsapp': 'whatsapp',
            ':uncarded': UNCARDED,
            ':card_at': at + QUIET_MS,
            ...Object.fromEntries(kept.map(([column, value]) => [`:${column}`, value])),
          },
        });
      for (let look = 0; look < MAX_LOOKS; look++) {
        const joined =
          (await append('message_minute = :minute', 'message_count + :one')) ??
          (await append(
            '(attribute_not_exists(message_minute) OR message_minute <> :minute)',
            ':one',
          ));
        const queue = joined ? toQueue(joined) : await read(contact);
        // Both conditions fail if another message became the first of this minute in between.
        if (queue.places.some(({ messageSid }) => messageSid === place.messageSid)) return queue;
      }
      throw new VendorFailed('dynamodb', `a queue was changed ${MAX_LOOKS} times in a row`);
    },

    async leave(contact, leaving, seen) {
      const answered = { set: 'message_answered = :sid', values: { ':sid': leaving.messageSid } };
      for (let look = 0; look < MAX_LOOKS; look++) {
        const queue = look === 0 && seen ? seen : await read(contact);
        const removal = removalOf(queue, leaving);
        if (!removal || (await update(contact, toUpdate(removal, answered)))) return;
      }
      throw new VendorFailed('dynamodb', `a queue was changed ${MAX_LOOKS} times in a row`);
    },

    async putOff(contact, leaving) {
      const { at } = leaving;
      for (let look = 0; look < MAX_LOOKS; look++) {
        const queue = await read(contact);
        const removal = removalOf(queue, leaving);
        const isTold = isToldToWait(queue, at);
        if (!removal) return !isTold;
        const before = queue.toldToWaitAt;
        const told = {
          set: 'message_wait_told_at = :at',
          when:
            before === undefined
              ? 'attribute_not_exists(message_wait_told_at)'
              : 'message_wait_told_at = :before',
          values: { ':at': at, ...(before !== undefined && { ':before': before }) },
        };
        if (await update(contact, toUpdate(removal, isTold ? undefined : told))) return !isTold;
      }
      throw new VendorFailed('dynamodb', `a queue was changed ${MAX_LOOKS} times in a row`);
    },
  };
}

/** A write that goes with the removal of places. */
type Note = {
  readonly set: string;
  readonly when?: string;
  readonly values: Readonly<Record<string, unknown>>;
};

/** Returns the places to remove, with their indexes: the message's own first, then the oldest expired ones. Returns undefined if nothing is to be removed. */
function removalOf({ places }: MessageQueue, { messageSid, at }: LeavingMessage) {
  const numbered = places.map((place, index) => ({ place, index }));
  const own = numbered.filter(({ place }) => place.messageSid === messageSid);
  const expired = numbered.filter(
    ({ place }) => place.messageSid !== messageSid && place.until <= at,
  );
  const going = [...own, ...expired].slice(0, MAX_REMOVED_PLACES);
  return going.length > 0 ? going.toSorted((a, b) => a.index - b.index) : undefined;
}

function toUpdate(removal: NonNullable<ReturnType<typeof removalOf>>, note?: Note) {
  // From the end, so that no index shifts before it is used.
  const places = removal.map(({ index }) => `message_queue[${index}]`).reverse();
  const stand = removal.map(({ index }) => `message_queue[${index}] = :place${index}`);
  const entries = removal.map(({ place, index }) => [`:place${index}`, toEntry(place)]);
  return {
    UpdateExpression: `${note ? `SET ${note.set} ` : ''}REMOVE ${places.join(', ')}`,
    ConditionExpression: [...stand, ...(note?.when ? [note.when] : [])].join(' AND '),
    ExpressionAttributeValues: { ...Object.fromEntries(entries), ...note?.values },
  };
}

function toEntry({ messageSid, until }: Place): string {
  return `${messageSid} ${until}`;
}

function toPlace(entry: string): Place {
  const [messageSid = '', until] = entry.split(' ');
  return { messageSid, until: Number(until) };
}

function toQueue(row: QueueColumns | undefined): MessageQueue {
  if (!row) return { places: [], arrivals: 0 };
  const { message_queue, message_minute, message_count, message_answered, message_wait_told_at } =
    row;
  return {
    places: (message_queue ?? []).map(toPlace),
    arrivals: message_minute === undefined ? 0 : (message_count ?? 0),
    lastAnswered: message_answered,
    toldToWaitAt: message_wait_told_at,
    lead: row,
  };
}
