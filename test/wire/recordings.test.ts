import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { localAws } from '#local/aws/local-aws.ts';
import { createS3StandIn } from '#local/aws/s3.ts';
import { waitUntil } from '#local/scenario/wait-until.ts';
import { tone } from '#local/twilio/tone.ts';
import { recordingKey, s3Recordings, toRecordingName } from '#shared/adapters/s3-recordings.ts';
import { twilioTelephony } from '#shared/adapters/twilio-telephony.ts';
import { VendorFailed } from '#shared/errors.ts';
import { startApplication, twiml } from '../exchange/application.ts';
import { accountSid, authToken, caller, happened, openExchange } from '../exchange/world.ts';
import { newSid } from '../twilio-requests.ts';

describe('a message in S3', () => {
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

  test('is found again by its key, and nothing else is taken for one', () => {
    expect(toRecordingName(recordingKey(name))).toEqual(name);
    expect(toRecordingName('recordings/../secret.wav')).toBeUndefined();
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
  /** A call whose caller leaves a short message, with the product's client of the account. */
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

  test('tells who called whom, and that it knows nothing of a call that is not its', async () => {
    await using left = await messageLeft(0);
    const telephony = left.open(authToken);
    expect(await telephony.find(left.call.callSid)).toEqual({
      from: caller,
      to: left.call.to,
      status: 'completed',
    });
    expect(await telephony.find(newSid('CA'))).toBeUndefined();
  });

  test('gives a message once it is ready, and nothing before', async () => {
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
  });
});
