import { createExchange } from 'twilio-exchange/exchange.ts';
import { expect, test } from 'vitest';
import { startApplication, twiml } from './application.ts';

test('a caller hears the fallback when the stream is refused', async () => {
  await using app = await startApplication({
    '/voice': ({ headers }) =>
      twiml(
        `<Connect><Stream url="wss://${headers.host}/media"/></Connect>`,
        '<Say>Please leave a message.</Say>',
      ),
  });
  await using exchange = await createExchange({
    accountSid: `AC${'0'.repeat(32)}`,
    authToken: 'secret',
    number: { phoneNumber: '+15557654321', voiceUrl: `${app.url}/voice` },
  });

  const call = exchange.dial({
    from: '+15551234567',
    switches: { loopbackWss: 'plain' },
    trouble: { stream: { fault: 'refused', status: 503 } },
  });
  const { events, errors, longestDeadAirMs } = await call.ended;

  expect(events).toContainEqual(expect.objectContaining({ type: 'said' }));
  expect(errors.map(({ code }) => code)).toEqual([31920]);
  expect(longestDeadAirMs).toBeLessThan(5_000);
});
