import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lastsForRedirect } from '#shared/domain/calls/watchdog.ts';
import { before, openScene, type Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

describe('a caller whom two watchdogs find', () => {
  test('is moved once, where both read the alarm before one of them claims it', async () => {
    const callSid = await scene.greeted();
    const alarm = await scene.muteAlarmOf(callSid);
    const second = () => scene.rescue(alarm);
    await scene.rescue(alarm, before['claims the alarm'](scene.parts, second));
    expect(scene.movesOf(callSid)).toHaveLength(1);
    expect((await scene.recordsOf(callSid)).watch).toBeUndefined();
  });

  test('is moved once, where the first stalls with its claim and the second takes over', async () => {
    const callSid = await scene.greeted();
    const alarm = await scene.muteAlarmOf(callSid);
    const second = async () => scene.rescue(await scene.alarmOf(callSid));
    await scene.rescue(alarm, before['takes the call'](scene.parts, second));
    expect(scene.movesOf(callSid)).toHaveLength(1);
    expect((await scene.recordsOf(callSid)).callLog?.redirected_at).toBeDefined();
  });

  test('is not moved by the one whose claim lapsed, and was taken over, while it waited for the store', async () => {
    const callSid = await scene.greeted();
    const alarm = await scene.muteAlarmOf(callSid);
    const { watches } = scene.parts;
    const second = async () => {
      const claimed = await scene.alarmOf(callSid);
      await watches.claim(claimed, 'no-media', Date.now() + 60_000);
      await expect.poll(() => lastsForRedirect(claimed, watches.now())).toBe(false);
    };
    await scene.rescue(alarm, before['takes the call'](scene.parts, second));
    expect(scene.movesOf(callSid)).toEqual([]);
    expect(await scene.alarmOf(callSid)).toMatchObject({ phase: 'redirecting', attempts: 2 });
  });

  test('is moved by the second, where the first died after it had taken the call', async () => {
    const callSid = await scene.greeted();
    const { calls, watches } = scene.parts;
    await watches.claim(await scene.muteAlarmOf(callSid), 'no-media', Date.now());
    await calls.rescue({ callSid, gen: 1, reason: 'no-media' }, Date.now());
    await scene.rescue(await scene.alarmOf(callSid));
    expect(scene.movesOf(callSid)).toHaveLength(1);
    expect((await scene.recordsOf(callSid)).watch).toBeUndefined();
  });
});
