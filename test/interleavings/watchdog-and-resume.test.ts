import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { before, openScene, type Scene, type Step } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

/** Asks, as Twilio, how the call goes on right before a step of the watchdog; returns the document. */
async function askedBefore(step: Step) {
  const callSid = await scene.greeted();
  const alarm = await scene.muteAlarmOf(callSid);
  let document = '';
  const ask = async () => {
    document = await scene.streamEnded(callSid);
  };
  await scene.rescue(alarm, before[step](scene.parts, ask));
  return { callSid, alarm, document, ...(await scene.recordsOf(callSid)) };
}

describe('a caller whose stream is gone', () => {
  test.each(['claims the alarm', 'takes the call'] as const)(
    'is connected again where Twilio asks before the watchdog %s, and is not taken off the new stream',
    async (step) => {
      const { callSid, alarm, document, callLog, watch } = await askedBefore(step);
      expect(document).toContain('stream_ended?gen=2');
      expect(scene.movesOf(callSid)).toEqual([]);
      expect(callLog).toMatchObject({ control: 'stream', gen: 2, losses: 1 });
      expect(watch).toMatchObject({ phase: 'start', gen: 2 });
      await scene.rescue(alarm);
      expect(scene.movesOf(callSid)).toEqual([]);
    },
  );

  test.each(['has Twilio move it', 'notes that it was moved', 'removes the alarm'] as const)(
    'is asked for one message, in the same words by both, where Twilio asks before the watchdog %s',
    async (step) => {
      const { callSid, alarm, document, callLog, watch } = await askedBefore(step);
      expect(document).toContain('<Record ');
      expect(scene.movesOf(callSid).map(({ twiml }) => twiml)).toEqual([document]);
      expect(callLog).toMatchObject({ control: 'fallback', gen: 1 });
      expect(watch).toBeUndefined();
      await scene.rescue(alarm);
      expect(await scene.streamEnded(callSid)).toBe(document);
      expect(scene.movesOf(callSid)).toHaveLength(1);
    },
  );
});
