import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newSid } from '../twilio-requests.ts';
import { inProgress, openScene, type Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

/** Failures of the request to move a call; `hangs` may have moved it. */
const refusals = ['busy', 'fails', 'hangs'] as const;

/** Creates a call that the watchdog claimed and Twilio did not confirm. Returns it with its alarm as the next sweep reads it. */
async function notMoved(refusal: (typeof refusals)[number]) {
  const callSid = await scene.greeted();
  scene.rest.answerUpdates(callSid, refusal);
  await scene.rescue(await scene.muteAlarmOf(callSid));
  const { watch } = await scene.recordsOf(callSid);
  if (!watch) throw new Error('The call was given up.');
  scene.rest.answerUpdates(callSid, 'moves');
  return { callSid, alarm: watch };
}

describe.each(refusals)('a caller whom Twilio does not move at once (%s)', (refusal) => {
  test.concurrent('is asked for a voicemail by the callback, and not by a later sweep', async () => {
    const { callSid, alarm } = await notMoved(refusal);
    expect(await scene.streamEnded(callSid)).toContain('<Record ');
    expect((await scene.recordsOf(callSid)).watch).toBeUndefined();
    await scene.rescue(alarm);
    expect(scene.movesOf(callSid)).toHaveLength(1);
  });

  test.concurrent('is asked for a voicemail by the next sweep, and by a late callback only in the same words', async () => {
    const { callSid, alarm } = await notMoved(refusal);
    await scene.rescue(alarm);
    const [, second] = scene.movesOf(callSid);
    expect(second?.twiml).toContain('<Record ');
    expect(await scene.streamEnded(callSid)).toBe(second?.twiml);
    await scene.rescue(alarm);
    expect(scene.movesOf(callSid)).toHaveLength(2);
  });

  test.concurrent('and who has left a voicemail is not asked for another', async () => {
    const { callSid, alarm } = await notMoved(refusal);
    const RecordingUrl = `https://api.twilio.com/Recordings/${newSid('RE')}`;
    await scene.post('handle-recording', { ...inProgress(callSid), RecordingUrl });
    await scene.rescue(alarm);
    expect(scene.movesOf(callSid)).toHaveLength(1);
    expect(await scene.streamEnded(callSid)).toContain('<Hangup/>');
  });

  test.concurrent('and who hangs up is not moved', async () => {
    const { callSid, alarm } = await notMoved(refusal);
    await scene.post('call-status', { ...inProgress(callSid), CallStatus: 'completed' });
    await scene.rescue(alarm);
    expect(scene.movesOf(callSid)).toHaveLength(1);
    const { callLog, watch } = await scene.recordsOf(callSid);
    expect(callLog).toMatchObject({ control: 'ended', status: 'completed' });
    expect(watch).toBeUndefined();
  });
});
