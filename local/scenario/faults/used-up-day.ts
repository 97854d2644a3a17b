import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import type { World } from '#local/world/world.ts';
import { dynamoUsage } from '#shared/adapters/dynamo/usage.ts';
import { readSecret } from '#shared/config/secrets.ts';
import { type CeilingReason, ceilings } from '#shared/domain/office/ceilings.ts';
import { officeDay } from '#shared/domain/office/office-day.ts';

/** The ceiling that is reached on each channel; `many-at-once` is far beyond it. */
export type UsedUp =
  | Exclude<CeilingReason, 'anonymous-day'>
  | 'contact-minutes'
  | 'office-minutes'
  | 'many-at-once';

const { contact: most, office } = ceilings;

/** Uses a day up, as earlier calls and messages do. Resolves to the function that gives the part of the office back. */
export async function useUp(
  { env, dynamoDb }: Pick<World, 'env' | 'dynamoDb'>,
  contact: string,
  up: UsedUp,
): Promise<() => Promise<void>> {
  const db = localDynamoDb(dynamoDb.endpoint);
  const usage = dynamoUsage(db, { twilio: async () => readSecret('twilio', env) });
  const startedAt = Date.now();
  const calls = Array.from({ length: most.callsADay }, (_, index) => ({
    callSid: `CA${String(index).padStart(32, '0')}`,
    contact,
    startedAt,
  }));
  const place = async (count: number) => {
    for (const call of calls.slice(0, count)) await usage.callStarted(call);
  };
  const end = async (count: number, seconds: number) => {
    for (const call of calls.slice(0, count)) await usage.callEnded(call, seconds);
  };
  const addToOffice = (count: { calls: number; seconds: number; messages: number }) =>
    db.send(
      new UpdateCommand({
        TableName: 'usage',
        Key: { id: `${officeDay(startedAt)}#office` },
        UpdateExpression: 'ADD calls :calls, seconds :seconds, messages :messages',
        ExpressionAttributeValues: {
          ':calls': count.calls,
          ':seconds': count.seconds,
          ':messages': count.messages,
        },
      }),
    );
  const nothing = { calls: 0, seconds: 0, messages: 0 };
  const ofOffice = async (count: typeof nothing) => {
    await addToOffice(count);
    return async () => {
      const { calls, seconds, messages } = count;
      await addToOffice({ calls: -calls, seconds: -seconds, messages: -messages });
    };
  };
  switch (up) {
    case 'contact-at-once':
      await place(most.callsAtOnce);
      break;
    case 'many-at-once':
      await place(calls.length);
      break;
    case 'contact-day':
      await place(calls.length);
      await end(calls.length, 0);
      for (let count = 0; count < most.messagesADay; count++) {
        await usage.messageArrived(contact, undefined, startedAt);
      }
      break;
    case 'contact-minutes':
      await place(1);
      await end(1, most.minutesADay * 60);
      break;
    case 'office-day':
      return ofOffice({ ...nothing, calls: office.callsADay, messages: office.messagesADay });
    case 'office-minutes':
      return ofOffice({ ...nothing, seconds: office.minutesADay * 60 });
  }
  return async () => {};
}
