import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { callControl } from '#shared/calls/call-control.ts';
import { askAfterFailure } from '#shared/calls/voicemail-request.ts';
import type { Intent } from '#shared/domain/calls/call-log.ts';
import { decideStreamEnded } from '#shared/domain/calls/stream-ended.ts';
import { twimlDocuments } from '#shared/twilio/twiml.ts';
import { type CrmStore, openCrmStore } from '../crm/crm-store.ts';
import { silenceLog } from '../doors/log.ts';
import { newSid } from '../twilio-requests.ts';

const urls = {
  publicBaseUrl: 'https://voice.example.com',
  streamUrl: 'wss://voice.example.com/ws',
};
const documents = twimlDocuments(urls);
const log = silenceLog();
let crm: CrmStore;
let seen = 0;
beforeAll(async () => {
  crm = await openCrmStore();
});
afterAll(() => crm[Symbol.asyncDispose]());
beforeEach(() => {
  seen = log.length;
});

/** Returns the reasons for which callers were asked for a voicemail in this test. */
const reasons = () =>
  log
    .slice(seen)
    .filter((line) => line.includes('"VoicemailsAsked":1'))
    .map((line) => JSON.parse(line).reason);

function parts() {
  const calls = dynamoCallLogs(crm.db);
  const secrets = {
    twilio: async () => ({
      twilioAuthToken: 'a token for tests',
      streamTokenKey: 'a key for tests!',
    }),
  };
  const watches = dynamoCallWatches(crm.db);
  return {
    calls,
    goesOn: callControl({
      secrets,
      calls,
      watches,
      documents,
    }),
  };
}

/** Opens a call whose stream has left an intent, and returns how Twilio is answered when it ended. */
async function endedCall(intent?: Intent) {
  const { calls, goesOn } = parts();
  const callSid = newSid('CA');
  await calls.open(
    { callSid, from: '+972501234567', to: '+97231234567', status: 'in_progress' },
    1,
  );
  if (intent) await calls.intend(callSid, 1, intent);
  return (gen = 1) =>
    goesOn(callSid, (call, at) => decideStreamEnded({ call, gen, callStatus: 'in-progress', at }));
}

describe('a caller who is asked for a voicemail', () => {
  test('is counted with the intent of the session', async () => {
    const ended = await endedCall('fallback');
    expect(await ended()).toContain('<Record');
    expect(reasons()).toEqual(['fallback']);
  });

  test('is counted once, however often Twilio asks', async () => {
    const ended = await endedCall('fallback');
    await ended();
    expect(await ended()).toContain('<Record');
    expect(reasons()).toEqual(['fallback']);
  });

  test('is not counted while the stream is connected again', async () => {
    expect(await (await endedCall())()).toContain('<Connect');
    expect(reasons()).toEqual([]);
  });

  test('is counted when the webhook itself fails', () => {
    expect(askAfterFailure(documents)).toContain('<Record');
    expect(reasons()).toEqual(['webhook-failed']);
  });
});
