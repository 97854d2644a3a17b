import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newSid } from '../twilio-requests.ts';
import { before, interrupted, openScene, type Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

const storeFails = () => scene.store.setFault('down');
const storeReturns = () => scene.store.setFault('none');
afterEach(storeReturns);

describe('a caller whose stream ends while the store is out', () => {
  test('is asked for a voicemail, and connected again where Twilio asks again after the outage', async () => {
    const callSid = await scene.greeted();
    await storeFails();
    expect(await scene.streamEnded(callSid)).toContain('<Record ');
    await storeReturns();
    const next = await scene.streamEnded(callSid);
    expect(next).toContain('stream_ended?gen=2');
    expect(await scene.streamEnded(callSid)).toBe(next);
    expect((await scene.recordsOf(callSid)).callLog).toMatchObject({ gen: 2, losses: 1 });
  });

  test('is not taken out of the voicemail by a watchdog after the outage', async () => {
    const callSid = await scene.greeted();
    await storeFails();
    await scene.streamEnded(callSid);
    await storeReturns();
    scene.rest.record(callSid);
    await scene.rescue(await scene.muteAlarmOf(callSid, 9_000));
    expect(scene.movesOf(callSid)).toEqual([]);
    const { callLog, watch } = await scene.recordsOf(callSid);
    expect(callLog).toMatchObject({ control: 'fallback', answered_at: expect.any(Number) });
    expect(watch).toBeUndefined();
  });

  test('is asked for a voicemail where the store goes between the reading and the move of the call', async () => {
    const callSid = await scene.greeted();
    const calls = interrupted(scene.parts.calls, 'move', storeFails);
    expect(await scene.streamEnded(callSid, 1, { calls })).toContain('<Record ');
    await storeReturns();
    expect((await scene.recordsOf(callSid)).callLog).toMatchObject({ control: 'stream', gen: 1 });
  });

  test('is connected again where the store goes after the move, and watched from the moment the stream attaches', async () => {
    const callSid = await scene.greeted();
    const watches = interrupted(scene.parts.watches, 'arm', storeFails);
    expect(await scene.streamEnded(callSid, 1, { watches })).toContain('stream_ended?gen=2');
    await storeReturns();
    const stream = { callSid, gen: 2, streamSid: newSid('MZ'), holder: 'socket' };
    expect(await scene.parts.calls.attach(stream, Date.now())).toBe(true);
    await scene.parts.watches.attach(callSid, 2, Date.now() + 4_500);
    expect((await scene.recordsOf(callSid)).watch).toMatchObject({ gen: 2, phase: 'media' });
  });

  test('gets the same prompt where the store goes before the answer is noted', async () => {
    const callSid = await scene.greeted();
    await scene.parts.calls.intend(callSid, 1, 'fallback');
    const prompt = await scene.streamEnded(callSid);
    const calls = interrupted(scene.parts.calls, 'answered', storeFails);
    expect(await scene.streamEnded(callSid, 1, { calls })).toBe(prompt);
  });

  test('hears goodbye where the store goes before the alarm is off, and is not moved by the alarm', async () => {
    const callSid = await scene.greeted();
    await scene.parts.calls.intend(callSid, 1, 'goodbye');
    const watches = interrupted(scene.parts.watches, 'disarm', storeFails);
    expect(await scene.streamEnded(callSid, 1, { watches })).toContain('<Hangup/>');
    await storeReturns();
    scene.rest.answerUpdates(callSid, 'not-in-progress');
    scene.rest.answerFetches(callSid, 'completed');
    await scene.rescue(await scene.muteAlarmOf(callSid));
    const { callLog, watch } = await scene.recordsOf(callSid);
    expect(callLog).toMatchObject({ control: 'ended', status: 'completed' });
    expect(watch).toBeUndefined();
  });
});

describe('a silent caller', () => {
  /** Runs a watchdog that fails because the store goes away, and the next one after it. */
  async function rescuedTwice(callSid: string, others: Partial<Scene['parts']>) {
    const alarm = await scene.muteAlarmOf(callSid);
    await expect(scene.rescue(alarm, others)).rejects.toThrow('dynamodb');
    await storeReturns();
    scene.rest.answerUpdates(callSid, 'moves');
    await scene.rescue(await scene.alarmOf(callSid));
    return scene.recordsOf(callSid);
  }

  test.each(['claims the alarm', 'takes the call', 'removes the alarm'] as const)(
    'is moved once, by this sweep or the next, where the store goes before the watchdog %s',
    async (step) => {
      const callSid = await scene.greeted();
      const cut = before[step](scene.parts, storeFails);
      const { callLog, watch } = await rescuedTwice(callSid, cut);
      expect(scene.movesOf(callSid)).toHaveLength(1);
      expect(callLog).toMatchObject({ control: 'fallback', redirected_at: expect.any(Number) });
      expect(watch).toBeUndefined();
    },
  );

  test('whom Twilio did not move is moved by the next sweep, although the alarm could not be set anew', async () => {
    const callSid = await scene.greeted();
    scene.rest.answerUpdates(callSid, 'busy');
    const watches = interrupted(scene.parts.watches, 'rearm', storeFails);
    const { callLog, watch } = await rescuedTwice(callSid, { watches });
    expect(scene.movesOf(callSid)).toHaveLength(2);
    expect(callLog).toMatchObject({ control: 'fallback', redirected_at: expect.any(Number) });
    expect(watch).toBeUndefined();
  });
});
