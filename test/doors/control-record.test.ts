import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDynamoDbStandIn } from '#local/aws/dynamodb/dynamodb.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import type { CallLog } from '#shared/domain/calls/call-log.ts';
import type { CallLogs } from '#shared/ports/calls.ts';
import { newSid } from '../twilio-requests.ts';
import { rankOf } from './call-rank.ts';
import { anyHappening, type Happening, happen, moveOf, type Scene } from './control-happenings.ts';

let store: Awaited<ReturnType<typeof createDynamoDbStandIn>>;
let db: ReturnType<typeof localDynamoDb>;
let calls: CallLogs;
beforeAll(async () => {
  store = await createDynamoDbStandIn();
  db = localDynamoDb(store.endpoint);
  calls = dynamoCallLogs(db);
});
afterAll(async () => {
  db.destroy();
  await store[Symbol.asyncDispose]();
});

const history = fc.array(anyHappening, { maxLength: 18, size: 'max' });

/** Creates a call without a record, and the askers of how it goes on. */
const newScene = (): Scene => ({ calls, callSid: newSid('CA'), seen: [], at: 1 });

async function play(scene: Scene, happenings: readonly Happening[]): Promise<CallLog | undefined> {
  for (const happening of happenings) await happen(scene, happening);
  return calls.find(scene.callSid);
}

test('a call never goes back, however often, however late and in whatever order it is written', async () => {
  const goesForward = async (happenings: readonly Happening[]) => {
    const scene = newScene();
    let before: CallLog | undefined;
    for (const happening of happenings) {
      const after = await play(scene, [happening]);
      if (before) expectNoStepBack(before, after);
      before = after;
    }
  };
  await fc.assert(fc.asyncProperty(history, goesForward), { numRuns: 30 });
});

test('of all askers who move a call from the state that they read, at most one moves it', async () => {
  const asked = fc.array(anyHappening.filter(asksHowItGoesOn), { minLength: 2, maxLength: 4 });
  const isMovedOnce = async (happenings: readonly Happening[], askers: readonly Happening[]) => {
    const scene = newScene();
    const seen = await play(scene, happenings);
    const gen = seen?.gen ?? 1;
    // The end of a call is accepted from every asker.
    const moves = askers
      .map((asker) => moveOf(asker, seen, 99))
      .filter((move) => !move?.startsWith('ended'));
    const won = await Promise.all([
      calls.rescue({ callSid: scene.callSid, gen, reason: 'no-media' }, 99),
      ...moves.map((move) => move && calls.move({ callSid: scene.callSid, seen, move }, 99)),
    ]);
    expect(won.filter(Boolean).length).toBeLessThanOrEqual(1);
  };
  await fc.assert(fc.asyncProperty(history, asked, isMovedOnce), { numRuns: 30 });
});

test('a generation never has two streams', async () => {
  const hasOneStream = async (happenings: readonly Happening[]) => {
    const scene = newScene();
    const streams = new Map<number, string>();
    for (const happening of happenings) {
      const row = await play(scene, [happening]);
      if (row?.gen === undefined || !row.stream_sid) continue;
      const first = streams.get(row.gen) ?? row.stream_sid;
      expect(row.stream_sid).toBe(first);
      streams.set(row.gen, first);
    }
  };
  await fc.assert(fc.asyncProperty(history, hasOneStream), { numRuns: 30 });
});

function asksHowItGoesOn({ what }: Happening): boolean {
  return what === 'stream-ended' || what === 'dial-ended';
}

function expectNoStepBack(before: CallLog, after: CallLog | undefined): void {
  // A note of a redirect or an answer may be the whole record of a call.
  if (before.created_at !== undefined) expect(after?.created_at).toBe(before.created_at);
  expect(after?.gen ?? 0).toBeGreaterThanOrEqual(before.gen ?? 0);
  expect(rankOf(after)).toBeGreaterThanOrEqual(rankOf(before));
  if (before.control === 'ended') expect(after?.control).toBe('ended');
  if (before.control === 'fallback') expect(after?.control).toMatch(/^(fallback|ended)$/);
  if (before.recorded_at !== undefined) expect(after?.recorded_at).toBeDefined();
}
