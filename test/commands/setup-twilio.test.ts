import { stripVTControlCharacters } from 'node:util';
import { UsageError } from '@agent-locator/command-line/options.ts';
import { createExchange } from 'twilio-exchange/exchange.ts';
import type { PhoneNumber } from 'twilio-exchange/webhook/phone-number.ts';
import { describe, expect, test } from 'vitest';
import { openDeployment } from '#commands/deployment/deployment.ts';
import { setUpNumber } from '#commands/setup-twilio/setup.ts';
import { readSetupOptions } from '#commands/setup-twilio/setup-options.ts';
import { createVendorServer } from '#local/aws/vendor-server.ts';
import { InvalidInput } from '#shared/errors.ts';

const account = { accountSid: `AC${'0'.repeat(31)}2`, authToken: 'a token for tests' };
const elsewhere = 'https://elsewhere.example.com/voice';

/** A deployment that answers /healthz, and an account whose one number calls another one. */
async function openOffice(number: Partial<PhoneNumber> = {}, healthz = 200) {
  await using opened = new AsyncDisposableStack();
  const deployment = opened.use(await answering({ status: healthz, body: 'ok' }));
  const exchange = opened.use(
    await createExchange({
      ...account,
      number: { phoneNumber: '+97233000000', voiceUrl: elsewhere, ...number },
    }),
  );
  const all = opened.move();
  return {
    url: deployment.endpoint,
    exchange,
    setUp: (...args: string[]) =>
      setUp({ apiBaseUrl: exchange.apiBaseUrl }, deployment.endpoint, ...args),
    setUpAgreed: () =>
      setUp({ apiBaseUrl: exchange.apiBaseUrl, agrees: true }, deployment.endpoint),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

function answering(answer: { status: number; body: string }) {
  return createVendorServer({
    answer: async () => answer,
    maxBodyBytes: 1_024,
    tooLarge: { status: 413 },
    throttled: { status: 429 },
    broken: () => ({ status: 500 }),
  });
}

/** Runs a command line against an account; the person at the terminal agrees where `agrees`. */
async function setUp(
  { apiBaseUrl, agrees = false }: { apiBaseUrl: string; agrees?: boolean },
  ...args: string[]
) {
  const [out, err]: [string[], string[]] = [[], []];
  const attendant = {
    print: (line: string) => out.push(line),
    complain: (line: string) => err.push(line),
    confirm: async () => agrees,
  };
  const told = () => ({ out: stripVTControlCharacters(out.join('\n')), err: err.join('\n') });
  try {
    const options = readSetupOptions(args);
    const deployment = openDeployment(options.origin, { ...account, apiBaseUrl, world: undefined });
    const { outcome } = await setUpNumber(deployment, options, attendant);
    return { isSet: outcome !== 'not-set', outcome, ...told() };
  } catch (error) {
    const { name, message } = error as Error;
    return { isSet: name, outcome: undefined, ...told(), err: message };
  }
}

/** The number as Twilio has it. */
async function numberOf({ exchange }: Awaited<ReturnType<typeof openOffice>>) {
  const authorization = `Basic ${Buffer.from(`${account.accountSid}:${account.authToken}`).toString('base64')}`;
  const url = `${exchange.apiBaseUrl}/2010-04-01/Accounts/${account.accountSid}/IncomingPhoneNumbers.json`;
  const response = await fetch(url, { headers: { authorization } });
  const listed = (await response.json()) as { incoming_phone_numbers: object[] };
  return listed.incoming_phone_numbers[0];
}

describe.concurrent('npm run setup-twilio', () => {
  test('shows the difference, sets it, and has nothing to do a second time', async () => {
    await using office = await openOffice({
      statusCallback: 'https://elsewhere.example.com/status',
    });
    const { outcome, out } = await office.setUp('--yes');
    expect(outcome).toBe('set');
    expect(out).toContain(`- ${elsewhere}\n`);
    expect(out).toContain(`+ ${office.url}/webhook/incoming_call\n`);
    expect(out).toMatch(/voiceFallbackMethod +- POST\n +\+ GET\n/);
    expect(out).not.toContain('voiceMethod');
    expect(await numberOf(office)).toMatchObject({
      voice_url: `${office.url}/webhook/incoming_call`,
      voice_method: 'POST',
      voice_fallback_url: `${office.url}/static/twiml/fallback.xml`,
      voice_fallback_method: 'GET',
      status_callback: `${office.url}/webhook/call_status`,
      status_callback_method: 'POST',
    });
    expect(out).toContain(`${office.url}/webhook/whatsapp/inbound   HTTP POST`);

    office.exchange.restFaults.set('update-number', 'server-error');
    const again = await office.setUp('--yes');
    expect(again).toMatchObject({
      outcome: 'set-already',
      out: expect.stringContaining('nothing to change'),
    });
  });

  test('changes nothing in a dry run, and nothing that nobody agreed to', async () => {
    await using office = await openOffice();
    const dry = await office.setUp('--dry-run');
    expect(dry).toMatchObject({
      outcome: 'dry-run',
      out: expect.stringContaining('Nothing was changed'),
    });
    const unasked = await office.setUp();
    expect(unasked).toMatchObject({ isSet: false, err: expect.stringContaining('--yes') });
    expect(unasked.out).toContain(`- ${elsewhere}`);
    expect(await numberOf(office)).toMatchObject({ voice_url: elsewhere });
  });

  test('brings no calls to a deployment that does not answer', async () => {
    await using office = await openOffice({}, 503);
    const { isSet, err } = await office.setUp('--yes');
    expect(isSet).toBe(false);
    expect(err).toContain('does not answer calls (/healthz: answers 503)');
    expect(await numberOf(office)).toMatchObject({ voice_url: elsewhere });
  });

  test('says which numbers the account owns where it does not own the one that is named', async () => {
    await using office = await openOffice();
    const { isSet, err } = await office.setUp('--yes', '--number', '+97233000009');
    expect(isSet).toBe('InvalidInput');
    expect(err).toContain('does not own +97233000009; it owns +97233000000.');
    expect((await office.setUp('--dry-run', '--number', '+97233000000')).isSet).toBe(true);
  });

  test('leaves alone a number that a trunk or an application answers', async () => {
    const voiceApplicationSid = `AP${'1'.repeat(32)}`;
    await using office = await openOffice({ voiceApplicationSid });
    const { isSet, err } = await office.setUp('--yes');
    expect(isSet).toBe('InvalidInput');
    expect(err).toContain(`The application ${voiceApplicationSid} answers +97233000000`);
    expect(await numberOf(office)).toMatchObject({ voice_url: elsewhere });
  });

  test('asks again where Twilio has too much to do, and says so where it stays so', async () => {
    await using office = await openOffice();
    const { restFaults } = office.exchange;
    restFaults.set('list-numbers', 'too-many-requests', 1);
    restFaults.set('update-number', 'too-many-requests', 2);
    expect((await office.setUp('--yes')).isSet).toBe(true);
    restFaults.set('list-numbers', 'too-many-requests');
    const { isSet, err } = await office.setUp('--yes');
    expect({ isSet, err }).toMatchObject({
      isSet: 'VendorFailed',
      err: expect.stringContaining('limits requests'),
    });
  });

  test('says what Twilio refused', async () => {
    await using office = await openOffice();
    office.exchange.restFaults.set('update-number', 'not-found', 1);
    const gone = await office.setUp('--yes');
    expect(gone).toMatchObject({
      isSet: 'VendorFailed',
      err: expect.stringContaining('own the number any more'),
    });
    office.exchange.restFaults.set('update-number', 'server-error', 1);
    const broken = await office.setUp('--yes');
    expect(broken).toMatchObject({
      isSet: 'VendorFailed',
      err: expect.stringContaining('it refuses: [HTTP 500]'),
    });

    await using stranger = await answering({ status: 401, body: '{"code":20003,"status":401}' });
    const unknown = await setUp({ apiBaseUrl: stranger.endpoint }, office.url, '--yes');
    expect(unknown).toMatchObject({
      isSet: 'InvalidInput',
      err: expect.stringContaining('TWILIO_AUTH_TOKEN'),
    });
    const nowhere = await setUp({ apiBaseUrl: 'http://127.0.0.1:1' }, office.url, '--yes');
    expect(nowhere).toMatchObject({
      isSet: 'VendorFailed',
      err: expect.stringContaining('cannot be reached'),
    });
  });

  test('names the numbers of an account that owns more than one, and of none says so', async () => {
    const listing = (...phoneNumbers: string[]) =>
      answering({
        status: 200,
        body: JSON.stringify({
          incoming_phone_numbers: phoneNumbers.map((phone_number) => ({ phone_number })),
          next_page_uri: null,
        }),
      });
    await using several = await listing('+97233000001', '+97233000002');
    const { isSet, err } = await setUp(
      { apiBaseUrl: several.endpoint },
      'https://voice.example.com',
    );
    expect(isSet).toBe('InvalidInput');
    expect(err).toContain('owns +97233000001, +97233000002: choose one, --number +97233000001');
    await using none = await listing();
    const without = await setUp({ apiBaseUrl: none.endpoint }, 'https://voice.example.com');
    expect(without).toMatchObject({
      isSet: 'InvalidInput',
      err: expect.stringContaining('does not own a number'),
    });
  });

  test('asks whoever sits there, and takes yes for yes', async () => {
    await using office = await openOffice();
    expect((await office.setUpAgreed()).isSet).toBe(true);
    expect(await numberOf(office)).toMatchObject({ voice_fallback_method: 'GET' });
  });
});

test.each([
  [[], 'Name one deployment'],
  [['https://voice.example.com', 'https://voice.example.com'], 'Name one deployment'],
  [['https://voice.example.com', '--dry-run', '--yes'], 'exclude each other'],
  [['https://voice.example.com', '--number', '03'], '--number must be in E.164'],
  [['https://voice.example.com', '--nothing'], "Unknown option '--nothing'"],
])('npm run setup-twilio refuses %j', (args, message) => {
  expect(() => readSetupOptions(args)).toThrow(UsageError);
  expect(() => readSetupOptions(args)).toThrow(message);
});

test('npm run setup-twilio refuses an address that is not one', () => {
  expect(() => readSetupOptions(['voice.example.com'])).toThrow(InvalidInput);
});
