import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newSid, parameter } from '../twilio-requests.ts';
import { openScene, type Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

const attach = (callSid: string, gen: number, streamSid = newSid('MZ')) =>
  scene.parts.calls.attach({ callSid, gen, streamSid, holder: 'socket' }, Date.now());

describe('a caller about whose stream Twilio asks twice', () => {
  test('gets one new stream, with one token, before it attached and after', async () => {
    const callSid = await scene.greeted();
    const first = await scene.streamEnded(callSid);
    expect(await scene.streamEnded(callSid)).toBe(first);
    expect(await attach(callSid, 2)).toBe(true);
    const late = await scene.streamEnded(callSid);
    expect(late).toBe(first);
    expect(parameter(late, 'token')).toMatch(/^2\./);
    expect((await scene.recordsOf(callSid)).callLog).toMatchObject({ gen: 2, losses: 1 });
  });

  test('keeps the stream that attached, and its alarm', async () => {
    const callSid = await scene.greeted();
    await scene.streamEnded(callSid);
    const streamSid = newSid('MZ');
    await attach(callSid, 2, streamSid);
    await scene.parts.watches.attach(callSid, 2, Date.now() + 60_000);
    const before = await scene.recordsOf(callSid);
    await scene.streamEnded(callSid);
    const after = await scene.recordsOf(callSid);
    expect(after).toEqual(before);
    expect(after.callLog?.stream_sid).toBe(streamSid);
  });

  test('is not connected a third time by a duplicate that comes when the second stream is lost too', async () => {
    const callSid = await scene.greeted();
    await scene.streamEnded(callSid, 1);
    const third = await scene.streamEnded(callSid, 2);
    expect(third).toContain('stream_ended?gen=3');
    expect(await scene.streamEnded(callSid, 1)).toBe(third);
    expect((await scene.recordsOf(callSid)).callLog).toMatchObject({ gen: 3, losses: 2 });
  });

  test('hears one goodbye', async () => {
    const callSid = await scene.greeted();
    await scene.parts.calls.intend(callSid, 1, 'goodbye');
    const documents = [await scene.streamEnded(callSid), await scene.streamEnded(callSid)];
    expect(new Set(documents)).toHaveLength(1);
    expect(documents[0]).toContain('<Response><Hangup/></Response>');
    expect((await scene.recordsOf(callSid)).watch).toBeUndefined();
  });
});

describe('a caller whom the office did not take', () => {
  /** Creates a call that the agent handed over to the office. */
  async function handedOver() {
    const callSid = await scene.greeted();
    await scene.parts.calls.intend(callSid, 1, 'human');
    expect(await scene.streamEnded(callSid)).toContain('<Dial ');
    return callSid;
  }

  test('is given back to the agent once, however often Twilio says so', async () => {
    const callSid = await handedOver();
    const back = await scene.dialEnded(callSid, 'no-answer');
    expect(back).toContain('stream_ended?gen=2');
    expect(await scene.dialEnded(callSid, 'no-answer')).toBe(back);
    await attach(callSid, 2);
    expect(await scene.dialEnded(callSid, 'no-answer')).toBe(back);
    expect((await scene.recordsOf(callSid)).callLog).toMatchObject({ gen: 2, control: 'stream' });
  });

  test('is given back once, where both of two duplicates look before one of them moves the call', async () => {
    const callSid = await handedOver();
    const [one, other] = await Promise.all([
      scene.dialEnded(callSid, 'busy'),
      scene.dialEnded(callSid, 'busy'),
    ]);
    expect(one).toContain('stream_ended?gen=2');
    expect(other).toBe(one);
  });

  test('is not connected to the office again by a late duplicate of the webhook that rang it', async () => {
    const callSid = await handedOver();
    const back = await scene.dialEnded(callSid, 'no-answer');
    expect(await scene.streamEnded(callSid)).toBe(back);
  });
});

test('a call ends after the caller spoke with the office, however often Twilio says that it is over', async () => {
  const callSid = await scene.greeted();
  await scene.parts.calls.intend(callSid, 1, 'human');
  await scene.streamEnded(callSid);
  const documents = [
    await scene.dialEnded(callSid, 'completed'),
    await scene.dialEnded(callSid, 'completed'),
  ];
  expect(new Set(documents)).toHaveLength(1);
  expect(documents[0]).toContain('<Response><Hangup/></Response>');
});
