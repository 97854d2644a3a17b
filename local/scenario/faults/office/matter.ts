import { randomUUID } from 'node:crypto';
import { newSid } from 'twilio-exchange/account/account.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import type { CallCard } from '#shared/domain/office/call-card.ts';

/** A matter for a person of the office. */
export interface Matter {
  /** A word that its messages alone hold. */
  readonly word: string;
  /** Returns the card of its call; undefined before it is made, and for a chat. */
  card(): Promise<CallCard | undefined>;
}

const CALLER = '+972500003001';

/** Writes a matter into the store as a chat or an ended call leaves it. */
export async function openMatter(
  endpoint: string,
  { id }: Broker,
  channel: 'phone' | 'whatsapp',
): Promise<Matter> {
  const db = localDynamoDb(endpoint);
  try {
    const now = Date.now();
    const word = randomUUID().slice(0, 8);
    const sid = newSid(channel === 'phone' ? 'CA' : 'SM');
    await dynamoTasks(db).open({
      id: `${sid}-matter`,
      kind: channel === 'phone' ? 'call_back' : 'chat_waits',
      contact: CALLER,
      words: `עניין ${word}`,
      assigned_to: id,
      due_at: now,
      state: 'open',
      channel,
      source_sid: sid,
      created_at: now,
      updated_at: now,
    });
    if (channel === 'phone') await endCall(db, sid, now);
    return {
      word,
      async card() {
        const reader = localDynamoDb(endpoint);
        const call = await dynamoCallLogs(reader).find(sid);
        reader.destroy();
        return call?.card;
      },
    };
  } finally {
    db.destroy();
  }
}

async function endCall(db: ReturnType<typeof localDynamoDb>, callSid: string, now: number) {
  const calls = dynamoCallLogs(db);
  await calls.open({ callSid, status: 'in_progress', from: CALLER, to: '+97233000000' }, now);
  await dynamoCallTurns(db).insert({
    call_sid: callSid,
    id: '001-0001',
    mode: 'live',
    started_at: now,
    user_text: 'אפשר שתחזרו אליי?',
    reply_text: 'בשמחה, סוכן יחזור אליכם.',
    heard_text: 'בשמחה, סוכן יחזור אליכם.',
  });
  await calls.raise(callSid, { status: 'completed', durationS: 60 }, Date.now());
}
