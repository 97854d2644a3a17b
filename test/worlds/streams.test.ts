import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { waitUntil } from '#local/polling.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';
import { signStreamToken } from '#shared/twilio/stream-token.ts';
import { everyRow } from '../functions.ts';
import { greetedCall } from '../greeted-call.ts';
import { sendSilence } from '../silent-frames.ts';
import { newSid, openStream, type StreamClient, startMessages } from '../twilio-requests.ts';
import { ending, messages, type Start, sendOn } from './stream-messages.ts';

const logs: string[] = [];
let world: World;
beforeAll(async () => {
  world = await openWorld({
    // The watchdog writes rows too; here only streams may write.
    settings: { ...closedWorld(), product: { WATCHDOG: 'off' } },
    latencies: { transcribeMs: 0, firstTokenMs: 0, firstAudioMs: 0 },
    onLog: (line) => logs.push(line),
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const accountSid = () => world.env['TWILIO_ACCOUNT_SID'] ?? '';

/** Greets a call; returns the credentials of its stream. */
async function greeted(): Promise<Start> {
  return { ...(await greetedCall(world)), accountSid: accountSid() };
}

/** Credentials of a stream without a right to the call, each close to the valid ones. */
const forgeries: Record<string, (right: Start) => Start> = {
  'no token': (right) => ({ ...right, token: '' }),
  'another call’s token': (right) => ({ ...right, callSid: newSid('CA') }),
  'another account': (right) => ({ ...right, accountSid: `AC${'9'.repeat(32)}` }),
  'a token for the next generation': (right) => ({
    ...right,
    token: right.token.replace(/^1/, '2'),
  }),
  'a token under another key': (right) => ({ ...right, token: tokenOf(right, Date.now(), 'any') }),
  'a token that is too old': (right) => ({ ...right, token: tokenOf(right, 1_700_000_000_000) }),
};

function tokenOf({ callSid }: Start, connectedAt: number, key?: string): string {
  const own = world.env['STREAM_TOKEN_KEY'] ?? '';
  return signStreamToken(key ?? own, { callSid, gen: 1, connectedAt });
}

describe('a stream', () => {
  test.each(Object.entries(forgeries))(
    'that brings %s hears nothing and writes no row, for any messages',
    async (_, forge) => {
      const db = localDynamoDb(world.dynamoDb.endpoint);
      const right = await greeted();
      const before = await everyRow(db);
      const isIgnored = async (all: Parameters<typeof sendOn>[1]) => {
        const stream = await sendOn(world, all, forge(right));
        expect(stream.received).toEqual([]);
        stream.socket.terminate();
        expect(await everyRow(db)).toEqual(before);
      };
      await fc.assert(fc.asyncProperty(messages, isIgnored), { numRuns: 15 });
      db.destroy();
    },
  );

  test('may send anything and leave: the caller beside it is still answered', async () => {
    const caller = await healthyCaller();
    const isHarmless = async (all: Parameters<typeof sendOn>[1], end: string) => {
      const stream = await sendOn(world, all, await greeted());
      if (end === 'closed') stream.socket.close();
      if (end === 'cut') stream.socket.terminate();
      await caller.isAnswered();
      stream.socket.terminate();
    };
    await fc.assert(fc.asyncProperty(messages, ending, isHarmless), { numRuns: 25 });
    caller.hangUp();
  });

  test('may send invalid WebSocket frames: the caller beside it is still answered', async () => {
    const caller = await healthyCaller();
    const isHarmless = async (bytes: Uint8Array) => {
      const { socket, closed } = await openStream(world);
      // `ws` writes valid frames only; these bytes bypass it.
      (socket as unknown as { _socket: NodeJS.WritableStream })._socket.end(bytes);
      await closed;
      await caller.isAnswered();
    };
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });
    await fc.assert(fc.asyncProperty(bytes, isHarmless), { numRuns: 15 });
    caller.hangUp();
  });

  test('crashes nothing and logs no spoken word', () => {
    const log = logs.join('\n');
    expect(log).toContain('stream.attached');
    expect(log).not.toContain('media.uncaught');
    expect(log).not.toMatch(/[א-ת]/);
  });
});

/** Opens a caller on a separate stream, who types a number and is answered. */
async function healthyCaller() {
  const stream: StreamClient = await openStream(world);
  for (const message of startMessages(world, await greetedCall(world))) stream.send(message);
  sendSilence(stream);
  const heardFrames = () => stream.received.filter(({ event }) => event === 'media').length;
  return {
    async isAnswered() {
      for (const digit of '7#') stream.send({ event: 'dtmf', dtmf: { digit } });
      const before = heardFrames();
      const heard = await waitUntil(
        async () => heardFrames(),
        (count) => count > before + 2,
        20_000,
      );
      expect(heard).toBeGreaterThan(before + 2);
    },
    hangUp() {
      stream.socket.terminate();
    },
  };
}
