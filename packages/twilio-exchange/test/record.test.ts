import { setTimeout as delay } from 'node:timers/promises';
import { FRAME_BYTES, SILENCE } from '@agent-locator/audio/mulaw.ts';
import type { PhoneCall } from 'twilio-exchange/call/phone-call.ts';
import { tone } from 'twilio-exchange/line/tone.ts';
import type { Switches } from 'twilio-exchange/trouble/switches.ts';
import { expect, test } from 'vitest';
import { type Application, startApplication, twiml } from './application.ts';
import { accountSid, authToken, caller, happened, openExchange, rest } from './world.ts';

const fast = { recordingAvailableDelayMs: 20 };
const speech = tone(300, 200);
const pause = new Uint8Array(10 * FRAME_BYTES).fill(SILENCE);

/** An application that records its callers and gets the callbacks of recordings. */
function recordingApplication(attributes: string, tail = '<Redirect>/tail</Redirect>') {
  return startApplication({
    '/voice': twiml(
      `<Record action="/done" recordingStatusCallback="/recording" ${attributes}/>`,
      tail,
    ),
    '/done': twiml('<Hangup/>'),
    '/recording': { status: 204 },
    '/tail': twiml('<Hangup/>'),
  });
}

/** Calls the application and acts as the caller after the beep. */
async function record(
  application: Application,
  act: (call: PhoneCall) => unknown,
  switches: Partial<Switches> = fast,
) {
  const exchange = await openExchange(application, { switches });
  const call = exchange.dial({ from: caller });
  await happened(call, 'recording-started');
  await act(call);
  const report = await call.ended;
  return { exchange, report, [Symbol.asyncDispose]: () => exchange[Symbol.asyncDispose]() };
}

test.concurrent('a recording ends by silence, after a beep, and its action gets its URL', async () => {
  await using application = await recordingApplication('timeout="1"');
  await using recorded = await record(application, (call) => call.speak(speech));
  const { report, exchange } = recorded;

  const [{ recordingSid } = { recordingSid: '' }] = report.recordings;
  expect(recordingSid).toMatch(/^RE[0-9a-f]{32}$/);
  const types = report.events.map(({ type }) => type);
  expect(types.filter((type) => type !== 'webhook')).toEqual([
    'answered',
    'beep',
    'recording-started',
    'spoke',
    'recording-ended',
    'ended',
  ]);
  expect(report.events).toContainEqual(
    expect.objectContaining({ type: 'recording-ended', endedBy: 'silence', durationMs: 200 }),
  );
  expect(application.forms('/done')).toMatchObject([
    {
      CallStatus: 'in-progress',
      RecordingSid: recordingSid,
      RecordingUrl: `${exchange.apiBaseUrl}/2010-04-01/Accounts/${accountSid}/Recordings/${recordingSid}`,
      RecordingDuration: '1',
      Digits: '',
    },
  ]);
  expect(application.forms('/tail')).toEqual([]);
  expect(report.longestDeadAirMs).toBeLessThan(300);
});

test.concurrent('a recording ends by a finishing key and by no other', async () => {
  await using application = await recordingApplication('finishOnKey="#"');
  await using recorded = await record(application, async (call) => {
    call.press('12');
    await call.speak(speech);
    call.press('#');
  });

  expect(application.forms('/done')).toMatchObject([{ Digits: '#', CallStatus: 'in-progress' }]);
  expect(recorded.report.events).toContainEqual(expect.objectContaining({ endedBy: 'key' }));
});

test.concurrent('a recording ends at its greatest length', async () => {
  await using application = await recordingApplication('maxLength="1" playBeep="false"');
  await using recorded = await record(application, (call) => call.speak(tone(300, 2000)));

  expect(recorded.report.recordings).toMatchObject([{ durationMs: 1000 }]);
  expect(recorded.report.events.some(({ type }) => type === 'beep')).toBe(false);
  expect(recorded.report.events).toContainEqual(expect.objectContaining({ endedBy: 'max-length' }));
});

test.concurrent('a caller who hangs up ends the recording; the action gets Digits=hangup, and its answer is dropped', async () => {
  await using application = await recordingApplication('');
  await using recorded = await record(application, async (call) => {
    await call.speak(speech);
    call.hangUp();
  });

  expect(application.forms('/done')).toMatchObject([{ Digits: 'hangup', CallStatus: 'completed' }]);
  expect(recorded.report).toMatchObject({ endedBy: 'caller', recordings: [{ durationMs: 200 }] });
});

test.concurrent('a recording holds the caller’s speech without the silence around it, as WAV', async () => {
  await using application = await recordingApplication('finishOnKey="#"');
  await using recorded = await record(application, async (call) => {
    await call.speak(Buffer.concat([pause, speech, pause, speech, pause]));
    call.press('#');
  });
  const { RecordingSid } = (await application.asked('/recording')).form;
  const answer = await rest(recorded.exchange, `/Recordings/${RecordingSid}.wav`);
  const wav = Buffer.from(await answer.arrayBuffer());

  expect(answer.headers.get('content-type')).toBe('audio/x-wav');
  expect(wav.length).toBe(44 + 2 * (2 * speech.length + pause.length));
});

test.concurrent('the recording callback comes when the media can be fetched, with these fields and no others', async () => {
  await using application = await recordingApplication('maxLength="1"');
  await using recorded = await record(application, (call) => call.speak(tone(300, 1100)), {
    recordingAvailableDelayMs: 300,
  });
  const { RecordingSid } = application.forms('/done')[0] ?? {};
  const early = await rest(recorded.exchange, `/Recordings/${RecordingSid}.wav`);
  const { form, headers } = await application.asked('/recording');
  const late = await rest(recorded.exchange, `/Recordings/${RecordingSid}.wav`);

  expect([early.status, late.status]).toEqual([404, 200]);
  expect(headers['x-twilio-signature']).toEqual(expect.any(String));
  expect(form).toEqual({
    AccountSid: accountSid,
    CallSid: recorded.report.callSid,
    RecordingSid,
    RecordingUrl: `${recorded.exchange.apiBaseUrl}/2010-04-01/Accounts/${accountSid}/Recordings/${RecordingSid}`,
    RecordingStatus: 'completed',
    RecordingDuration: '1',
    RecordingChannels: '1',
    RecordingStartTime: expect.stringMatching(/ \+0000$/),
    RecordingSource: 'RecordVerb',
    RecordingTrack: 'inbound',
    ErrorCode: '0',
  });
});

test.concurrent.for([
  ['before-action', 60_000, ['/recording asked', 'answered', '/done asked']],
  ['after-action', 0, ['/done asked', 'answered', '/recording asked']],
] as const)(
  'with the order %s a recording that takes %d ms is called back in the order %j',
  async ([recordingCallbackOrder, recordingAvailableDelayMs, order]) => {
    await using application = await recordingApplication('maxLength="1"');
    const story: string[] = [];
    for (const path of ['/done', '/recording']) {
      application.route(path, async () => {
        story.push(`${path} asked`);
        await delay(200);
        story.push('answered');
        return twiml('<Hangup/>');
      });
    }
    const switches = { recordingCallbackOrder, recordingAvailableDelayMs };
    await using _recorded = await record(application, (call) => call.speak(speech), switches);
    await application.asked('/recording');

    expect(story.slice(0, 3)).toEqual(order);
  },
);

test.concurrent('by default a recording is called back without waiting for the answer of its action', async () => {
  await using application = await recordingApplication('maxLength="1"');
  application.route('/done', async () => {
    await application.asked('/recording');
    return twiml('<Hangup/>');
  });
  await using recorded = await record(application, (call) => call.speak(speech));

  expect(recorded.report).toMatchObject({ endedBy: 'twiml', errors: [] });
});

test.concurrent('a recording that a redirect ends is called back, and its action is not requested', async () => {
  await using application = await recordingApplication('');
  application.route('/next', twiml('<Hangup/>'));
  const switches = { ...fast, recordingCallbackOrder: 'after-action' } as const;
  await using exchange = await openExchange(application, { switches });
  const call = exchange.dial({ from: caller });
  await happened(call, 'recording-started');
  await call.speak(speech);
  const form = { Url: `${application.url}/next` };
  await rest(exchange, `/Calls/${call.callSid}.json`, { form });
  await call.ended;

  expect((await application.asked('/recording')).form.RecordingStatus).toBe('completed');
  expect(application.forms('/done')).toEqual([]);
});

test.concurrent('only the events that the document names are called back', async () => {
  const events = 'recordingStatusCallbackEvent="in-progress absent"';
  await using application = await recordingApplication(`timeout="1" ${events}`);
  await using recorded = await record(application, () => {});
  await application.asked('/recording', 2);

  expect(application.forms('/recording')).toMatchObject([
    { RecordingStatus: 'in-progress' },
    { RecordingStatus: 'absent', ErrorCode: '16102', RecordingDuration: '0' },
  ]);
  expect(application.forms('/done')).toHaveLength(1);
  expect(recorded.exchange.errors).toMatchObject([{ code: 16102, level: 'warning' }]);
});

test.concurrent.for([16101, 16102] as const)(
  'a recording can be absent with %d although the caller spoke',
  async (absentRecording) => {
    const events = 'recordingStatusCallbackEvent="completed absent"';
    await using application = await recordingApplication(`maxLength="1" ${events}`);
    await using exchange = await openExchange(application, { switches: fast });
    const call = exchange.dial({ from: caller, trouble: { absentRecording } });
    const { recordingSid } = await happened(call, 'recording-started');
    await call.speak(tone(300, 1100));
    await call.ended;
    await application.asked('/recording');
    const read = async (path: string) => await rest(exchange, `/Recordings/${path}`);

    expect(application.forms('/done')).toMatchObject([{ RecordingDuration: '1' }]);
    expect(application.forms('/recording')).toMatchObject([
      { RecordingStatus: 'absent', ErrorCode: String(absentRecording), RecordingDuration: '0' },
    ]);
    expect(exchange.errors).toMatchObject([{ code: absentRecording, level: 'warning' }]);
    expect((await read(`${recordingSid}.wav`)).status).toBe(404);
    expect(await (await read(`${recordingSid}.json`)).json()).toMatchObject({
      status: 'absent',
      error_code: absentRecording,
      duration: null,
    });
  },
);

test.concurrent('a recording without a callback is in the list', async () => {
  await using application = await recordingApplication('maxLength="1"');
  await using exchange = await openExchange(application, {
    switches: { recordingCallbackOrder: 'before-action' },
  });
  const webhooks = [{ urls: '/recording', statusCallbackOrder: 'dropped' }] as const;
  const call = exchange.dial({ from: caller, trouble: { webhooks } });
  await happened(call, 'recording-started');
  await call.speak(tone(300, 1100));
  const [recording] = (await call.ended).recordings;

  expect(await (await rest(exchange, '/Recordings.json')).json()).toMatchObject({
    recordings: [{ sid: recording?.recordingSid, call_sid: call.callSid }],
  });
  expect(application.forms('/recording')).toEqual([]);
});

test.concurrent('a switch lets a silent recording fall through to the next verb', async () => {
  const events = 'recordingStatusCallbackEvent="completed absent"';
  await using application = await recordingApplication(`timeout="1" ${events}`);
  const switches = { ...fast, emptyRecording: 'fall-through' } as const;
  await using _recorded = await record(application, () => {}, switches);

  const paths = application.received.map(({ path }) => path);
  expect(paths).toEqual(['/voice', '/tail']);
});

test.concurrent('a recording of an inline document needs an absolute action, or the call fails with 11100', async () => {
  await using application = await startApplication({ '/voice': twiml('<Pause length="30"/>') });
  await using exchange = await openExchange(application);
  const moveTo = async (verb: string) => {
    const call = exchange.dial({ from: caller });
    await happened(call, 'answered');
    await rest(exchange, `/Calls/${call.callSid}.json`, { form: { Twiml: twiml(verb) } });
    return (await call.ended).errors.map(({ code }) => code);
  };

  expect(await Promise.all(['<Record/>', '<Record action="/done"/>'].map(moveTo))).toEqual([
    [11100],
    [11100],
  ]);
});

test.concurrent('a recording is read with credentials until it is deleted', async () => {
  await using application = await recordingApplication('finishOnKey="#"');
  await using recorded = await record(application, async (call) => {
    await call.speak(speech);
    call.press('#');
  });
  const { exchange } = recorded;
  const { RecordingSid, RecordingUrl = '' } = (await application.asked('/recording')).form;
  const path = `/Recordings/${RecordingSid}`;
  const ask = async (...[suffix, options]: [string, Parameters<typeof rest>[2]?]) => {
    const answer = await rest(exchange, path + suffix, options);
    return [answer.status, answer.headers.get('content-type')];
  };

  expect((await fetch(RecordingUrl)).status).toBe(401);
  expect(await ask('', { credentials: `${accountSid}:wrong` })).toEqual([401, 'application/json']);
  expect(await ask('', { credentials: `${accountSid}:${authToken}` })).toEqual([
    200,
    'audio/x-wav',
  ]);
  expect(await ask('.wav')).toEqual([200, 'audio/x-wav']);
  expect(await ask('.mp3')).toEqual([200, 'audio/mpeg']);
  expect(await ask('.wav?RequestedChannels=2')).toEqual([400, 'application/json']);
  expect(await (await rest(exchange, `${path}.json`)).json()).toMatchObject({
    sid: RecordingSid,
    call_sid: recorded.report.callSid,
    status: 'completed',
    source: 'RecordVerb',
    duration: '1',
    channels: 1,
  });
  expect(await ask('.json', { method: 'DELETE' })).toEqual([204, null]);
  expect(await ask('.json', { method: 'DELETE' })).toEqual([404, 'application/json']);
  expect(await ask('.wav')).toEqual([404, 'application/json']);
});
