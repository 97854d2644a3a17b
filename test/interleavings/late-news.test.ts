import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callFields, newSid } from '../twilio-requests.ts';
import { inProgress, interrupted, openScene, type Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

const streamBroke = (callSid: string, gen: number) =>
  scene.post(
    'stream-status',
    { CallSid: callSid, StreamEvent: 'stream-error', StreamError: '31920' },
    `gen=${gen}`,
  );

describe('late news of a stream that broke', () => {
  test('leaves the stream that followed it all its time, and the one that attached its heartbeat', async () => {
    const callSid = await scene.greeted();
    await scene.streamEnded(callSid);
    const armed = (await scene.recordsOf(callSid)).watch;
    await streamBroke(callSid, 1);
    expect((await scene.recordsOf(callSid)).watch).toEqual(armed);
    const deadlineAt = Date.now() + 4_500;
    await scene.parts.watches.attach(callSid, 2, deadlineAt);
    await streamBroke(callSid, 1);
    expect((await scene.recordsOf(callSid)).watch).toMatchObject({
      gen: 2,
      deadline_at: deadlineAt,
    });
  });

  test('leaves a call to the watchdog that claimed it', async () => {
    const callSid = await scene.greeted();
    const alarm = await scene.muteAlarmOf(callSid);
    const { parts } = scene;
    await scene.rescue(alarm, {
      calls: interrupted(parts.calls, 'rescue', async () => {
        const claimed = (await scene.recordsOf(callSid)).watch;
        await streamBroke(callSid, 1);
        expect((await scene.recordsOf(callSid)).watch).toEqual(claimed);
      }),
    });
    expect(scene.movesOf(callSid)).toHaveLength(1);
  });

  test('sets no alarm for a call that is at the prompt, or over', async () => {
    const callSid = await scene.greeted();
    await scene.parts.calls.intend(callSid, 1, 'fallback');
    await scene.streamEnded(callSid);
    await streamBroke(callSid, 1);
    expect((await scene.recordsOf(callSid)).watch).toBeUndefined();
  });
});

describe('a watchdog that comes late to a caller who is leaving a voicemail', () => {
  test('does not ask for it again: Twilio had asked how the call goes on, and was answered', async () => {
    const callSid = await scene.greeted();
    await scene.parts.calls.intend(callSid, 1, 'fallback');
    const alarm = await scene.muteAlarmOf(callSid);
    const { parts } = scene;
    await scene.rescue(alarm, {
      calls: interrupted(parts.calls, 'rescue', () => scene.streamEnded(callSid)),
    });
    expect(scene.movesOf(callSid)).toEqual([]);
    const { callLog, watch } = await scene.recordsOf(callSid);
    expect(callLog).toMatchObject({ control: 'fallback', answered_at: expect.any(Number) });
    expect(watch).toBeUndefined();
  });

  test('does not ask for it again: the voicemail has arrived', async () => {
    const callSid = await scene.greeted();
    const alarm = await scene.muteAlarmOf(callSid);
    // Runs a watchdog that dies before it notes that Twilio moved the call.
    await scene.parts.calls.rescue({ callSid, gen: 1, reason: 'no-media' }, Date.now());
    const RecordingUrl = `https://api.twilio.com/Recordings/${newSid('RE')}`;
    await scene.post('handle-recording', { ...inProgress(callSid), RecordingUrl });
    await scene.rescue(alarm);
    expect(scene.movesOf(callSid)).toEqual([]);
    expect((await scene.recordsOf(callSid)).watch).toBeUndefined();
  });
});

describe('a call whose first webhook says that it is over', () => {
  /** Twilio’s callbacks, in reverse order. */
  async function over() {
    const callSid = newSid('CA');
    const fields = callFields({
      CallSid: callSid,
      From: '+972501234567',
      CallStatus: 'completed',
      CallDuration: '21',
    });
    await scene.post('call-status', fields);
    await scene.greeted(callSid);
    return callSid;
  }

  test('stays over, whatever else arrives', async () => {
    const callSid = await over();
    const stream = { callSid, gen: 1, streamSid: newSid('MZ'), holder: 'socket' };
    expect(await scene.parts.calls.attach(stream, Date.now())).toBe(false);
    expect(await scene.streamEnded(callSid)).toContain('<Response><Hangup/></Response>');
    expect(await scene.dialEnded(callSid, 'no-answer')).toContain('<Response><Hangup/></Response>');
    const { callLog } = await scene.recordsOf(callSid);
    expect(callLog).toMatchObject({ control: 'ended', status: 'completed', duration_s: 21 });
    expect(callLog).toMatchObject({ from_number: '+972501234567', contact: '+972501234567' });
  });

  test('is not rescued by the alarm that its late greeting set', async () => {
    const callSid = await over();
    await scene.rescue(await scene.alarmOf(callSid));
    await scene.rescue(await scene.muteAlarmOf(callSid));
    expect(scene.movesOf(callSid)).toEqual([]);
    expect((await scene.recordsOf(callSid)).watch).toBeUndefined();
  });

  test('is in the office’s list of contacts all the same', async () => {
    const { interaction } = await scene.recordsOf(await over());
    expect(interaction).toMatchObject({ channel: 'phone', contact: '+972501234567' });
  });
});
