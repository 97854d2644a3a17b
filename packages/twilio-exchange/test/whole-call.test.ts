import { expect, test } from 'vitest';
import { startApplication, twiml } from './application.ts';
import { caller, happened, openExchange, toneFile } from './world.ts';

test('a call is announced, greeted, streamed, hung up by the caller, and reported', async () => {
  await using application = await startApplication(
    {
      '/voice': (request) =>
        twiml(
          '<Play>/greeting.wav</Play>',
          `<Connect action="/ended"><Stream url="ws://${request.headers.host}/media"/></Connect>`,
        ),
      '/greeting.wav': toneFile(200),
      '/ended': twiml(),
      '/status': { status: 204 },
    },
    () => {},
  );
  await using exchange = await openExchange(application, {
    number: { statusCallback: `${application.url}/status` },
  });

  const call = exchange.dial({ from: caller });
  await happened(call, 'stream-started');
  await call.speak(new Uint8Array(1600).fill(0x20));
  call.hangUp();
  const report = await call.ended;

  expect(report.events.map(({ type }) => type)).toEqual([
    'webhook',
    'answered',
    'playing',
    'played',
    'stream-started',
    'spoke',
    'stream-stopped',
    'ended',
    'webhook',
    'webhook',
  ]);
  expect(report.endedBy).toBe('caller');
  expect(report.errors).toEqual([]);
  expect(report.heard.length).toBe(report.said.length);
  expect(application.forms('/ended')[0]).toMatchObject({ CallStatus: 'completed' });
  expect(application.forms('/status')[0]).toMatchObject({
    CallSid: call.callSid,
    CallStatus: 'completed',
  });
});
