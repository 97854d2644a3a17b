import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { localAws } from '#local/aws/local-aws.ts';
import { openCrm } from '#local/world/crm.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { recordTranscript } from '#shared/calls/call-transcript.ts';
import { receivedCall } from '#shared/domain/messages/interaction.ts';
import { VendorFailed } from '#shared/errors.ts';
import { newSid } from '../twilio-requests.ts';

let store: Awaited<ReturnType<typeof createDynamoDbStandIn>>;
let db: ReturnType<typeof localDynamoDb>;
beforeAll(async () => {
  store = await createDynamoDbStandIn();
  db = localDynamoDb(store.endpoint);
});
afterAll(async () => {
  db.destroy();
  await store[Symbol.asyncDispose]();
});

let callSid: string;
beforeEach(() => {
  callSid = newSid('CA');
});
const open = () =>
  dynamoCallLogs(db).open(
    { callSid, from: '+972501234567', to: '+97233000000', status: 'ringing' },
    1_000,
  );

describe('call_log', () => {
  test('lets one of fifty streams attach', async () => {
    const calls = dynamoCallLogs(db);
    await open();
    const streams = Array.from({ length: 50 }, () => ({
      callSid,
      gen: 1,
      streamSid: newSid('MZ'),
      holder: 'socket',
    }));
    const attached = await Promise.all(streams.map((stream) => calls.attach(stream, 2_000)));
    expect(attached.filter(Boolean)).toHaveLength(1);
    expect((await calls.find(callSid))?.stream_sid).toBe(
      streams[attached.indexOf(true)]?.streamSid,
    );
  });

  test('lets one of two sockets attach that claim to be the same stream', async () => {
    const callSid = newSid('CA');
    const calls = dynamoCallLogs(db);
    const stream = { callSid, gen: 1, streamSid: newSid('MZ') };
    expect(await calls.attach({ ...stream, holder: 'one' }, 2_000)).toBe(true);
    expect(await calls.attach({ ...stream, holder: 'other' }, 2_001)).toBe(false);
  });

  test('lets the same stream attach again', async () => {
    const stream = { callSid, gen: 1, streamSid: newSid('MZ'), holder: 'socket' };
    await open();
    expect(await dynamoCallLogs(db).attach(stream, 2_000)).toBe(true);
    expect(await dynamoCallLogs(db).attach(stream, 2_001)).toBe(true);
  });

  test('lets a stream attach to a call whose first webhook was missed', async () => {
    const calls = dynamoCallLogs(db);
    expect(
      await calls.attach({ callSid, gen: 1, streamSid: newSid('MZ'), holder: 'socket' }, 2_000),
    ).toBe(true);
    expect(await calls.find(callSid)).toMatchObject({
      gen: 1,
      control: 'stream',
      status: 'in_progress',
    });
  });

  test('refuses the stream of an older generation', async () => {
    const calls = dynamoCallLogs(db);
    await calls.move({ callSid, seen: await open(), move: 'connect-after-loss' }, 2_000);
    expect(
      await calls.attach({ callSid, gen: 1, streamSid: newSid('MZ'), holder: 'socket' }, 3_000),
    ).toBe(false);
    expect(
      await calls.attach({ callSid, gen: 2, streamSid: newSid('MZ'), holder: 'socket' }, 3_000),
    ).toBe(true);
  });

  test('lets one of fifty move a call', async () => {
    const calls = dynamoCallLogs(db);
    const seen = await open();
    const moves = Array.from({ length: 50 }, (_, i) =>
      calls.move({ callSid, seen, move: i % 2 ? 'fallback' : 'connect-after-loss' }, 2_000),
    );
    expect((await Promise.all(moves)).filter(Boolean)).toHaveLength(1);
  });

  test('forgets the last stream and its intent when the next generation is handed out', async () => {
    const calls = dynamoCallLogs(db);
    const seen = await open();
    await calls.attach({ callSid, gen: 1, streamSid: newSid('MZ'), holder: 'socket' }, 2_000);
    await calls.intend(callSid, 1, 'moved');
    const moved = await calls.move({ callSid, seen, move: 'connect-after-move' }, 3_000);
    expect(moved).toMatchObject({
      gen: 2,
      moves: 1,
      losses: 0,
      connected_after: 'move',
      connected_at: 3_000,
    });
    expect([moved?.stream_sid, moved?.intent]).toEqual([undefined, undefined]);
  });

  test('hears no intent of a session that lost its call', async () => {
    const calls = dynamoCallLogs(db);
    await calls.move({ callSid, seen: await open(), move: 'connect-after-loss' }, 2_000);
    await calls.intend(callSid, 1, 'goodbye');
    expect((await calls.find(callSid))?.intent).toBeUndefined();
  });

  test('keeps the transcript of the latest reading', async () => {
    const calls = dynamoCallLogs(db);
    await calls.transcribe(callSid, 'שניים', 2_000);
    await calls.transcribe(callSid, 'אחד', 1_000);
    expect((await calls.find(callSid))?.transcript).toBe('שניים');
  });

  test('counts the day as the office does', async () => {
    const lateEvening = Date.parse('2026-11-23T22:30:00Z');
    const call = { callSid, from: '', to: '', status: 'ringing' } as const;
    expect(await dynamoCallLogs(db).open(call, lateEvening)).toMatchObject({ day: '2026-11-24' });
  });
});

describe('call_turn', () => {
  test('is written once and filled in later', async () => {
    const turns = dynamoCallTurns(db);
    const turn = {
      call_sid: callSid,
      id: '001-0001',
      mode: 'batch',
      started_at: 1,
      user_text: 'שלום',
    } as const;
    expect([await turns.insert(turn), await turns.insert({ ...turn, user_text: 'אחר' })]).toEqual([
      true,
      false,
    ]);
    await turns.update({ call_sid: callSid, id: '001-0001', heard_text: 'שלום לכם' });
    expect(await turns.ofCall(callSid)).toEqual([{ ...turn, heard_text: 'שלום לכם' }]);
  });

  test('is not made by a change of a turn that was never written', async () => {
    const turns = dynamoCallTurns(db);
    await turns.update({ call_sid: callSid, id: '001-0001', heard_text: 'שלום לכם' });
    expect(await turns.ofCall(callSid)).toEqual([]);
  });

  test('is read with empty words where an earlier version wrote a part of it', async () => {
    const Item = { call_sid: callSid, id: '001-0001', heard_text: 'שלום לכם' };
    await db.send(new PutCommand({ TableName: 'call_turn', Item }));
    expect(await dynamoCallTurns(db).ofCall(callSid)).toEqual([
      { ...Item, started_at: 0, user_text: '' },
    ]);
  });

  test('becomes the transcript and the interaction, however often it is projected', async () => {
    const crm = {
      calls: dynamoCallLogs(db),
      turns: dynamoCallTurns(db),
      interactions: dynamoInteractions(db),
    };
    await open();
    const turn = {
      call_sid: callSid,
      mode: 'batch',
      started_at: 1,
      user_text: 'שלום',
      heard_text: 'ערב טוב',
    } as const;
    await crm.turns.insert({ ...turn, id: '001-0001' });
    await recordTranscript(crm, callSid);
    await recordTranscript(crm, callSid);
    expect((await crm.calls.find(callSid))?.transcript).toBe('לקוח: שלום\nסוכן: ערב טוב');
  });
});

describe('interactions', () => {
  const received = (change = {}) =>
    receivedCall({
      callSid,
      from: '+972501234567',
      to: '+97233000000',
      contact: '+972501234567',
      at: 1_000,
      ...change,
    });
  const key = () => ({ channel: 'phone', external_sid: callSid }) as const;
  const interactionOf = async () => {
    using crm = openCrm(store.endpoint);
    return (await crm.ofCall(callSid)).interaction;
  };

  test('keep who came first, and what was said', async () => {
    const interactions = dynamoInteractions(db);
    await interactions.receive(received());
    await interactions.reply(key(), { text: 'שלום', replyText: 'ערב טוב', readAt: 1 });
    await interactions.receive(received({ at: 2_000, from: '+972529999999' }));
    expect(await interactionOf()).toMatchObject({
      ...received(),
      status: 'replied',
      text: 'שלום',
    });
  });

  test('learn who it was after what was said, where the first webhook was missed', async () => {
    const interactions = dynamoInteractions(db);
    await interactions.reply(key(), { text: 'שלום', replyText: '', readAt: 1 });
    await interactions.receive(received());
    expect(await interactionOf()).toMatchObject({ ...received(), text: 'שלום' });
  });

  test('keep the latest reading, in whatever order readings are written', async () => {
    const interactions = dynamoInteractions(db);
    await interactions.reply(key(), { text: 'שלום, אני דנה', replyText: '', readAt: 2 });
    await interactions.reply(key(), { text: 'שלום', replyText: '', readAt: 1 });
    expect(await interactionOf()).toMatchObject({ text: 'שלום, אני דנה' });
  });
});

describe('call_watch', () => {
  const watchOf = async () => {
    using crm = openCrm(store.endpoint);
    return crm.ofCall(callSid);
  };

  test('never goes back to an older generation', async () => {
    const watches = dynamoCallWatches(db);
    await watches.arm(callSid, 2, 5_000);
    await watches.arm(callSid, 1, 9_000);
    await watches.attach(callSid, 1, 9_000);
    expect((await watchOf()).watch).toMatchObject({ gen: 2, phase: 'start', deadline_at: 5_000 });
  });

  test('moves with the heartbeat of its own stream only', async () => {
    const watches = dynamoCallWatches(db);
    await watches.arm(callSid, 1, 1_000);
    expect(await watches.beat(callSid, 1, 2_000)).toBe(false);
    await watches.attach(callSid, 1, 2_000);
    expect(await watches.beat(callSid, 1, 3_000)).toBe(true);
    expect(await watches.beat(callSid, 2, 4_000)).toBe(false);
    expect((await watchOf()).watch?.deadline_at).toBe(3_000);
  });

  test('is pulled forward, never pushed back', async () => {
    const watches = dynamoCallWatches(db);
    await watches.arm(callSid, 1, 5_000);
    await watches.hasten(callSid, 1, 9_000);
    await watches.hasten(callSid, 1, 2_000);
    await watches.hasten(callSid, 2, 1_000);
    expect((await watchOf()).watch?.deadline_at).toBe(2_000);
  });
});

describe('a store in trouble', () => {
  test.each(['down', 'hang', 'throttle'] as const)(
    '%s: is named, and costs no more than seconds',
    async (fault) => {
      vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', store.endpoint);
      vi.stubEnv('AWS_REGION', localAws.region);
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
      const impatient = dynamoDb({ retentionDays: undefined });
      await store.setFault(fault);
      try {
        const startedAt = Date.now();
        await expect(dynamoCallLogs(impatient).find(callSid)).rejects.toThrow(VendorFailed);
        expect(Date.now() - startedAt).toBeLessThan(4_000);
      } finally {
        await store.setFault('none');
        impatient.destroy();
        vi.unstubAllEnvs();
      }
      expect(await dynamoCallLogs(db).find(callSid)).toBeUndefined();
    },
  );
});
