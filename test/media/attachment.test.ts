import { beforeEach, expect, test } from 'vitest';
import type { EventOf } from '#media-service/conversation/events.ts';
import { unopened } from '#media-service/conversation/state.ts';
import { attachStream } from '#media-service/stream/attachment.ts';
import type { CallLog } from '#shared/domain/calls/call-log.ts';
import { silenceLog } from '../doors/log.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

beforeEach(() => void silenceLog());

/** Attaches a stream of a generation; returns how long its call may still last. */
async function leftMs(gen: number, find: () => Promise<Partial<CallLog>>) {
  const { promise, resolve } = Promise.withResolvers<EventOf<'attached'>>();
  using _ = attachStream(
    {
      calls: { attach: async () => true, find: find as () => Promise<CallLog> },
      turns: { ofCall: async () => [] },
      watches: { now: Date.now, attach: async () => {}, beat: async () => true },
      maxCallMs: HOUR_MS,
      speculates: false,
    },
    { callSid: 'CA1', gen, streamSid: 'MZ1', holder: 'us' },
    {
      line: { close: () => {} },
      loop: { conversation: unopened, isOpen: false, dispatch: () => {}, open: resolve },
    },
  );
  return (await promise).maxCallMs;
}

test('a call that moved to another stream has the rest of its time, not all of it afresh', async () => {
  const left = await leftMs(2, async () => ({ created_at: Date.now() - 50 * MINUTE_MS }));
  expect(left).toBeGreaterThan(9 * MINUTE_MS);
  expect(left).toBeLessThanOrEqual(10 * MINUTE_MS);
});

test('the first stream of a call has all of its time, and asks the store for nothing', async () => {
  expect(await leftMs(1, () => Promise.reject(new Error('not asked')))).toBe(HOUR_MS);
});

test('a call whose beginning cannot be read goes on', async () => {
  expect(await leftMs(2, () => Promise.reject(new Error('away')))).toBe(HOUR_MS);
});
