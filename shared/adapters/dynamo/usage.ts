import { createHmac } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { officeDay } from '#shared/domain/office/office-day.ts';
import { failing } from '#shared/errors.ts';
import type { Secrets } from '#shared/ports/office.ts';
import type { Usage } from '#shared/ports/usage.ts';
import type { DynamoDb } from './table-client.ts';

const table = 'usage';
/** A row outlives its day by one: a call may last past midnight. */
const KEPT_S = 2 * 24 * 3_600;
/** No call lasts longer, so an older entry is one whose end was not told. */
const LONGEST_CALL_MS = 3_600_000;
/** 128 bits of a hash tell all contacts apart. */
const HASH_CHARS = 22;

type Row = {
  readonly calls?: number;
  readonly seconds?: number;
  readonly messages?: number;
  /** The living calls: `<CallSid> <epoch ms>` each. */
  readonly live?: ReadonlySet<string>;
  readonly equal_texts?: number;
};
type Written = Pick<UpdateCommandInput, 'ConditionExpression' | 'ExpressionAttributeValues'> & {
  /** The clauses of the update but `SET`, and its assignments. */
  readonly change: string;
  readonly set?: readonly string[];
};

/** `usage` in DynamoDB: a row a day for each contact, for all calls without one, and for the office. The key of a contact's row is a keyed hash: after a new key, the day begins afresh. */
export function dynamoUsage(db: DynamoDb, secrets: Pick<Secrets, 'twilio'>): Usage {
  const hashed = async (text: string) => {
    const { streamTokenKey } = await secrets.twilio();
    return createHmac('sha256', streamTokenKey)
      .update(`usage ${text}`)
      .digest('base64url')
      .slice(0, HASH_CHARS);
  };
  /** Returns the key of a contact's row; calls without a contact share one. */
  const idOf = async (contact: string | undefined, at: number) =>
    `${officeDay(at)}#${contact === undefined ? 'anonymous' : await hashed(contact)}`;

  /** Returns the new row; undefined if the condition does not hold. */
  const update = async (
    id: string,
    at: number,
    { change, set = [], ...wanted }: Written,
  ): Promise<Row | undefined> => {
    const command = new UpdateCommand({
      TableName: table,
      Key: { id },
      ReturnValues: 'ALL_NEW',
      ...wanted,
      // One expression has one SET clause.
      UpdateExpression: `SET ${['expires_at = :expires_at', ...set].join(', ')} ${change}`,
      ExpressionAttributeValues: {
        ...wanted.ExpressionAttributeValues,
        ':expires_at': Math.ceil(at / 1_000) + KEPT_S,
      },
    });
    try {
      return (await db.send(command)).Attributes as Row;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      return failing('dynamodb', 'the usage of a day was not counted')(error);
    }
  };
  const add = (id: string, at: number, counts: Record<string, number>) =>
    update(id, at, {
      change: `ADD ${Object.keys(counts)
        .map((name) => `${name} :${name}`)
        .join(', ')}`,
      ExpressionAttributeValues: Object.fromEntries(
        Object.entries(counts).map(([name, count]) => [`:${name}`, count]),
      ),
    });

  return {
    async callStarted({ contact, callSid, startedAt }) {
      const id = await idOf(contact, startedAt);
      const counted = await update(id, startedAt, {
        change: 'ADD calls :one, live :entries',
        ConditionExpression: 'attribute_not_exists(live) OR NOT contains(live, :entry)',
        ExpressionAttributeValues: { ':one': 1, ...entry(callSid, startedAt) },
      });
      const row = counted ?? (await update(id, startedAt, { change: '' }));
      const { calls = 0, seconds = 0, live = [] } = row ?? {};
      const atOnce = [...live].filter(
        (each) => Number(each.split(' ')[1]) > startedAt - LONGEST_CALL_MS,
      ).length;
      return { isAgain: !counted, used: { atOnce, calls, seconds } };
    },

    async callEnded({ contact, callSid, startedAt }, seconds) {
      const left = await update(await idOf(contact, startedAt), startedAt, {
        change: 'ADD seconds :seconds DELETE live :entries',
        ConditionExpression: 'contains(live, :entry)',
        ExpressionAttributeValues: { ':seconds': seconds, ...entry(callSid, startedAt) },
      });
      return left !== undefined;
    },

    async messageArrived(contact, text, at) {
      const id = await idOf(contact, at);
      const row =
        text === undefined ? await add(id, at, { messages: 1 }) : await compare(id, text, at);
      return {
        messages: row?.messages ?? 0,
        ...(text !== undefined && { equalTexts: row?.equal_texts ?? 1 }),
      };
    },

    async addToOffice(counts, at) {
      const row = await add(`${officeDay(at)}#office`, at, counts);
      const { calls = 0, seconds = 0, messages = 0 } = row ?? {};
      return { calls, seconds, messages };
    },

    async tellOnce(contact, at) {
      const told = await update(await idOf(contact, at), at, {
        change: 'ADD told :one',
        ConditionExpression: 'attribute_not_exists(told)',
        ExpressionAttributeValues: { ':one': 1 },
      });
      return told !== undefined;
    },
  };

  /** Counts a message, and how often its text came in a row. */
  async function compare(id: string, text: string, at: number) {
    const values = { ':one': 1, ':text': await hashed(text) };
    const again = await update(id, at, {
      change: 'ADD messages :one, equal_texts :one',
      ConditionExpression: 'last_text = :text',
      ExpressionAttributeValues: values,
    });
    if (again) return again;
    return update(id, at, {
      change: 'ADD messages :one',
      set: ['last_text = :text', 'equal_texts = :one'],
      ExpressionAttributeValues: values,
    });
  }
}

function entry(callSid: string, startedAt: number) {
  const text = `${callSid} ${startedAt}`;
  return { ':entry': text, ':entries': new Set([text]) };
}
