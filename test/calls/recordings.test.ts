import { randomBytes } from 'node:crypto';
import { tone } from 'twilio-exchange/line/tone.ts';
import { startApplication, twiml } from 'twilio-exchange/test/application.ts';
import {
  accountSid,
  authToken,
  caller,
  happened,
  openExchange,
} from 'twilio-exchange/test/world.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { localAws } from '#local/aws/local-aws.ts';
import { createS3StandIn } from '#local/aws/s3/s3.ts';
import { waitUntil } from '#local/polling.ts';
import { s3Recordings } from '#shared/adapters/aws/recordings.ts';
import { twilioTelephony } from '#shared/adapters/twilio/telephony.ts';
import { recordingKey, toRecordingName } from '#shared/domain/calls/recording-name.ts';
import { VendorFailed } from '#shared/errors.ts';
import { newSid } from '../twilio-requests.ts';

describe('a recording in S3', () => {
  let s3: Awaited<ReturnType<typeof createS3StandIn>>;
  beforeAll(async () => {
    s3 = await createS3StandIn({ buckets: ['messages'] });
    vi.stubEnv('AWS_ENDPOINT_URL_S3', s3.endpoint);
    vi.stubEnv('AWS_REGION', localAws.region);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await s3[Symbol.asyncDispose]();
  });
  afterEach(() => s3.setFault('none'));

  const name = { callSid: newSid('CA'), recordingSid: newSid('RE') };

  test('is read back byte for byte', async () => {
    const recordings = s3Recordings('messages');
    const wav = randomBytes(100_000);
    await recordings.put(name, wav);
    expect(Buffer.from(await recordings.get(name)).equals(wav)).toBe(true);
  });

  test('is reported as stored or not', async () => {
    const recordings = s3Recordings('messages');
    const another = { ...name, recordingSid: newSid('RE') };
    await recordings.put(another, randomBytes(10));
    expect(await recordings.has(another)).toBe(true);
    expect(await recordings.has({ ...name, turnId: '001-0001' })).toBe(false);
    await s3.setFault('down');
    await expect(recordings.has(another)).rejects.toThrow(VendorFailed);
  });

  test('is recognised by its key, and other objects are not', () => {
    const utterance = { callSid: name.callSid, turnId: '001-0007' };
    expect(toRecordingName(recordingKey(name))).toEqual(name);
    expect(toRecordingName(recordingKey(utterance))).toEqual(utterance);
    expect(toRecordingName('recordings/../secret.wav')).toBeUndefined();
    expect(toRecordingName(`recordings/${name.callSid}/notes.wav`)).toBeUndefined();
  });

  test.each(['down', 'throttle'] as const)('that cannot be stored is named: %s', async (fault) => {
    await s3.setFault(fault);
    await expect(s3Recordings('messages').put(name, randomBytes(10))).rejects.toThrow(VendorFailed);
  });

  test('that is not there is named', async () => {
    const missing = { ...name, recordingSid: newSid('RE') };
    await expect(s3Recordings('messages').get(missing)).rejects.toThrow(VendorFailed);
  });
});

describe('Twilio', () => {
  /** Places a call whose caller leaves a short voicemail, with the product's client of the account. */
  async function messageLeft(recordingAvailableDelayMs: number) {
    const application = await startApplication({
      '/voice': twiml('<Record action="/done" finishOnKey="#"/>'),
      '/done': twiml('<Hangup/>'),
    });
    const exchange = await openExchange(application, { switches: { recordingAvailableDelayMs } });
    const call = exchange.dial({ from: caller });
    const { recordingSid } = await happened(call, 'recording-started');
    await call.speak(tone(300, 200));
    call.press('#');
    await call.ended;
    const open = (token: string) =>
      twilioTelephony({ accountSid, apiBaseUrl: exchange.apiBaseUrl }, { twilioAuthToken: token });
    return {
      open,
      call,
      recordingSid,
      async [Symbol.asyncDispose]() {
        await exchange[Symbol.asyncDispose]();
        await application[Symbol.asyncDispose]();
      },
    };
  }
  const { signal } = new AbortController();

  test('returns a call with its numbers, and undefined for an unknown call', async () => {
    await using left = await messageLeft(0);
    const telephony = left.open(authToken);
    expect(await telephony.find(left.call.callSid)).toMatchObject({
      from: caller,
      to: left.call.to,
      status: 'completed',
    });
    expect(await telephony.find(newSid('CA'))).toBeUndefined();
  });

  test('lists calls and voicemails since a moment, by whole days', async () => {
    const [at, minute] = [Date.now() - 1_000, 60_000];
    await using left = await messageLeft(0);
    const { callSid } = left.call;
    const telephony = left.open(authToken);
    const [call, ...others] = await telephony.callsSince(at, 10);
    expect(others).toEqual([]);
    expect(call).toMatchObject({ callSid, from: caller, status: 'completed' });
    expect(call?.startedAt).toBeGreaterThanOrEqual(at);
    expect(call?.durationS).toBeGreaterThan(0);
    expect(await telephony.voicemailsSince(at, 10)).toEqual([
      { callSid, recordingSid: left.recordingSid },
    ]);
    expect(await telephony.callsSince(Date.now() + minute, 10)).toEqual([]);
    expect(await telephony.voicemailsSince(Date.now() + minute, 10)).toEqual([]);
  });

  test('lists no voicemail before it is ready, and no leg to the office', async () => {
    await using left = await messageLeft(60_000);
    expect(await left.open(authToken).voicemailsSince(0, 10)).toEqual([]);
    await using application = await startApplication({
      '/voice': twiml('<Dial callerId="+97233000000">+97231234567</Dial>'),
    });
    const office = { ringMs: 20, talkMs: 40 };
    await using exchange = await openExchange(application, { office });
    const { callSid } = await exchange.dial({ from: caller }).ended;
    const { apiBaseUrl } = exchange;
    const telephony = twilioTelephony({ accountSid, apiBaseUrl }, { twilioAuthToken: authToken });
    expect(await telephony.callsSince(0, 10)).toMatchObject([{ callSid, from: caller }]);
  });

  test('returns a voicemail once it is ready, and nothing before', async () => {
    await using left = await messageLeft(500);
    const telephony = left.open(authToken);
    expect(await telephony.recording(left.recordingSid, signal)).toBeUndefined();
    const wav = await waitUntil(
      () => telephony.recording(left.recordingSid, signal),
      (file) => file !== undefined,
      5_000,
    );
    expect(Buffer.from(wav ?? []).toString('latin1', 0, 4)).toBe('RIFF');
  });

  test('refuses another account’s token, and that is named', async () => {
    await using left = await messageLeft(0);
    const telephony = left.open('another token');
    await expect(telephony.find(left.call.callSid)).rejects.toThrow(VendorFailed);
    await expect(telephony.recording(left.recordingSid, signal)).rejects.toThrow(
      'refused with 401',
    );
  });

  test('that is not there is named', async () => {
    const nowhere = { accountSid, apiBaseUrl: 'http://127.0.0.1:9' };
    const telephony = twilioTelephony(nowhere, { twilioAuthToken: authToken });
    await expect(telephony.find(newSid('CA'))).rejects.toThrow(VendorFailed);
    await expect(telephony.recording(newSid('RE'), signal)).rejects.toThrow(VendorFailed);
    await expect(telephony.callsSince(0, 10)).rejects.toThrow(VendorFailed);
    await expect(telephony.voicemailsSince(0, 10)).rejects.toThrow(VendorFailed);
  });
});
