import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { readAcceptOptions } from '#commands/accept/accept-options.ts';
import { runCheck } from '#commands/accept/check-run.ts';
import { chosenChecks } from '#commands/accept/checks.ts';
import { type Credentials, findCredentials } from '#commands/deployment/credentials.ts';
import { openDeployment } from '#commands/deployment/deployment.ts';
import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { localAws } from '#local/aws/local-aws.ts';
import { createVendorServer } from '#local/aws/vendor-server.ts';
import { createControlServer } from '#local/control/control-server.ts';
import { leaveWorldState, toWorldState, type WorldState } from '#local/control/running-world.ts';
import { waitUntil } from '#local/polling.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { turnIdOf } from '#shared/domain/calls/recording-name.ts';
import { voicemailTaskId } from '#shared/office/voicemail-task.ts';
import { type Breakage, openBreakingProxy, type Passing } from '../breaking-proxy.ts';
import { commandEnvironment } from '../commands/command-environment.ts';

let proxy: Awaited<ReturnType<typeof openBreakingProxy>>;
let world: World;
let state: WorldState;
let folder: string;
let db: ReturnType<typeof localDynamoDb>;
const logged: string[] = [];
const opened = new AsyncDisposableStack();
/** A run that was killed in the middle: its call was answered, and it never said that it ended. */
let killed: Awaited<ReturnType<typeof openHere>>;

beforeAll(async () => {
  proxy = opened.use(await openBreakingProxy());
  world = opened.use(
    await openWorld({
      settings: {
        ...closedWorld(),
        publicBaseUrl: proxy.url,
        // Emptied where it should have been taken out: no key all the same.
        product: { TWILIO_AUTH_TOKEN_PREVIOUS: '' },
      },
      prompts: 'brief',
      onLog: (line) => logged.push(line),
    }),
  );
  proxy.standBefore(world.url);
  const control = opened.use(await createControlServer(world));
  folder = await mkdtemp(join(tmpdir(), 'accept-'));
  state = toWorldState(world, control);
  await leaveWorldState(folder, state);
  db = localDynamoDb(world.dynamoDb.endpoint);
  killed = await openHere();
  await killed.call.open();
});
afterAll(async () => {
  db.destroy();
  await opened.disposeAsync();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const credentials = (others: Partial<Credentials> = {}): Credentials => ({
  accountSid: state.twilio?.accountSid,
  authToken: state.twilio?.authToken,
  apiBaseUrl: state.twilio?.apiBaseUrl,
  world: state,
  ...others,
});

/** Opens the deployment as the test knows it. */
async function openHere(others: Partial<Credentials> = {}) {
  return openDeployment(proxy.url, credentials(others), 1_000);
}

/** Runs the quick checks, or the named one, and returns their outcomes by name. */
async function check(others: Partial<Credentials> = {}, named?: string, phoneNumber?: string) {
  await using opened = await openHere(others);
  const deployment = { ...opened, phoneNumber };
  const checks = chosenChecks(named === undefined).filter(({ name }) => !named || name === named);
  const found = new Map<string, { ok: boolean | null; detail: string }>();
  for (const check of checks) {
    const { name, ...outcome } = await runCheck(check, deployment);
    found.set(name, outcome);
  }
  return found;
}

const redOnes = (found: Awaited<ReturnType<typeof check>>) =>
  [...found].filter(([, { ok }]) => ok === false).map(([name]) => name);

/** WhatsApp answers as it should, and enters what was written. */
const whatsapp = async ({
  url,
  form,
  isSigned,
}: Passing): Promise<Partial<Passing> | undefined> => {
  if (url !== '/webhook/whatsapp/inbound') return undefined;
  if (!isSigned) return { status: 403 };
  const external_sid = form.get('MessageSid') ?? '';
  await dynamoInteractions(db).receive({
    id: `whatsapp#${external_sid}`,
    channel: 'whatsapp',
    external_sid,
    from_id: form.get('From') ?? '',
    to_id: form.get('To') ?? '',
    status: 'received',
    created_at: Date.now(),
  });
  return xml('<Response/>');
};

/** Takes a message out of the CRM again. */
async function forget({ form }: Passing): Promise<void> {
  const Key = { id: `whatsapp#${form.get('MessageSid')}` };
  await db.send(new DeleteCommand({ TableName: 'interactions', Key }));
}

function xml(body: string): Partial<Passing> {
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}

type Answer = NonNullable<Breakage['answer']>;

describe('npm run accept', () => {
  test('finds nothing wrong with the local world, and names what it could not check', async () => {
    const found = await check();
    expect(redOnes(found)).toEqual([]);
    const unchecked = [...found].filter(([, { ok }]) => ok === null).map(([name]) => name);
    const mayBeUnchecked = chosenChecks(false).flatMap(({ name, isSlow }) =>
      isSlow || /^(WhatsApp|concurrent functions)/.test(name) ? [name] : [],
    );
    expect(mayBeUnchecked).toEqual(expect.arrayContaining(unchecked));
    expect(unchecked).toContain('voicemail of a real call');
  });

  test('checks WhatsApp where there is WhatsApp', async () => {
    using _ = proxy.break({ answer: whatsapp });
    const found = await check();
    expect(found.get('WhatsApp message')).toEqual({
      ok: true,
      detail: 'accepted, and in interactions',
    });
    expect(found.get('WhatsApp message, unsigned')?.ok).toBe(true);
  });

  const at =
    (path: string, change: (passing: Passing) => Partial<Passing>): Answer =>
    (passing: Passing) =>
      passing.url.split('?')[0] === path ? change(passing) : undefined;
  const twiml = (from: string | RegExp, to: string): Breakage => ({
    answer: at('/webhook/incoming_call', ({ body, status }) =>
      status === 200 ? { body: body.replace(from, to) } : {},
    ),
  });
  const header = (path: string, name: string, value?: string): Breakage => ({
    answer: at(path, ({ headers }) => ({ headers: { ...headers, [name]: value } })),
  });
  const status = (path: string, code: number): Breakage => ({
    answer: at(path, () => ({ status: code })),
  });
  const readyz = (from: string, to: string): Breakage => ({
    answer: at('/readyz', ({ body }) => ({ body: body.replace(from, to) })),
  });
  const fallback = (from: string | RegExp, to: string): Breakage => ({
    answer: at('/static/twiml/fallback.xml', ({ body }) => ({ body: body.replace(from, to) })),
  });
  const greeting = '/static/tts/greeting_he.mp3';
  const slashed = '/ws/twilio-media/';

  test.each<[name: string, what: string, breakage: Breakage]>([
    ['/healthz', 'answers 500', status('/healthz', 500)],
    ['/healthz', 'does not say ok', { answer: at('/healthz', () => ({ body: 'no' })) }],
    ['/readyz', 'answers 503', status('/readyz', 503)],
    ['/readyz', 'says degraded', readyz('ready', 'degraded')],
    ['/readyz', 'db is failed', readyz('"db":"ok"', '"db":"failed"')],
    ['/readyz', 'says nothing of tts', readyz('"tts":"ok",', '')],
    ['/readyz', 'says nothing of staff', readyz('"staff":"whatsapp+email"', '"other":"ok"')],
    ['watchdog', 'is disabled', readyz('"watchdog":"ok"', '"watchdog":"disabled"')],
    ['incoming call', 'answers 500', { answer: signedOnly('/webhook/incoming_call', 500) }],
    ['incoming call', 'answers 302', { answer: signedOnly('/webhook/incoming_call', 302) }],
    [
      'incoming call',
      'not text/xml',
      header('/webhook/incoming_call', 'content-type', 'text/html'),
    ],
    ['incoming call', 'does not answer TwiML', twiml('</Response>', '')],
    ['incoming call', 'is Connect, Redirect', twiml(/<Play>.*<\/Play>/, '')],
    ['incoming call', 'is Play, Connect, not', twiml(/<Redirect>.*<\/Redirect>/, '')],
    ['incoming call', '<Say>', twiml('<Connect', '<Say>שלום</Say><Connect')],
    ['incoming call', 'not a prompt of', twiml(/<Play>http:..[^/]*/, '<Play>')],
    [
      'incoming call',
      'not a prompt of',
      twiml(/<Play>http:..[^/]*/, '<Play>https://elsewhere.com'),
    ],
    ['incoming call', '<Connect> does not ask', twiml(/action="http:..[^/]*/, 'action="')],
    ['incoming call', '<Redirect> does not ask', twiml(/<Redirect>http:..[^/]*/, '<Redirect>')],
    ['incoming call', '<Stream> opens', twiml(/\/ws\/twilio-media"/, '/ws/twilio-media?a=b"')],
    ['incoming call', 'does not report to', twiml('stream_status', 'call_status')],
    ['incoming call', 'one <Stream>', twiml(/<Stream.*<\/Stream>/, '')],
    ['incoming call', 'call_sid', twiml(/"call_sid" value="[^"]*"/, '"call_sid" value="CA1"')],
    ['incoming call', 'token', twiml('name="token"', 'name="tokens"')],
    ['end of a call', 'answers 500', { answer: secondTime('/webhook/call_status', 500) }],
    [
      'end of a call',
      'goes on with Play, Record, Redirect',
      {
        answer: at('/webhook/stream_ended', () =>
          xml('<Response><Play>x</Play><Record/><Redirect>x</Redirect></Response>'),
        ),
      },
    ],
    [
      'webhook, wrongly signed',
      'wrongly-signed gets 200',
      { answer: unrefused((passing) => passing.isSigned && !isUnderEmptyKey(passing)) },
    ],
    [
      'webhook, wrongly signed',
      'unsigned gets 200',
      { answer: unrefused(({ isSigned }) => !isSigned) },
    ],
    ['webhook, empty key', 'answers 200 to the empty key', { answer: unrefused(isUnderEmptyKey) }],
    ['recorded prompts', 'greeting_he answers 404', status(greeting, 404)],
    ['recorded prompts', 'greeting_he answers 403', headOnly(greeting, 403)],
    ['recorded prompts', 'not audio/mpeg', header(greeting, 'content-type', 'audio/x-wav')],
    ['recorded prompts', 'no content type', header(greeting, 'content-type')],
    ['recorded prompts', 'no ETag', header(greeting, 'etag')],
    ['recorded prompts', 'no max-age', header(greeting, 'cache-control', 'no-cache')],
    ['recorded prompts', 'kept for', header(greeting, 'cache-control', 'max-age=31536000')],
    ['recorded prompts', 'no length', header(greeting, 'content-length', '0')],
    ['fallback documents', 'answers 404', status('/static/twiml/fallback.xml', 404)],
    ['fallback documents', 'answers 404', status('/static/twiml/thanks.xml', 404)],
    [
      'fallback documents',
      'not text/xml',
      header('/static/twiml/fallback.xml', 'content-type', 'application/octet-stream'),
    ],
    ['fallback documents', 'is Record, Redirect', fallback(/<Play>.*<\/Play>/, '')],
    ['fallback documents', '<Say>', fallback('<Record', '<Say>שלום</Say><Record')],
    ['fallback documents', 'continues at', fallback('>thanks.xml', '>https://elsewhere.com/')],
    ['fallback documents', 'not thanked for', fallback('action="thanks.xml"', 'action="a.xml"')],
    ['fallback documents', 'which answers 404', fallback('fallback_he.mp3', 'nothing.mp3')],
    ['media stream', 'is told 426', signedHandshake(slashed, 426)],
    ['media stream', 'is told 403', signedHandshake('/ws/twilio-media', 403)],
    [
      'media stream, unsigned',
      'is told 101',
      { handshake: (path, isSigned) => (path === slashed && !isSigned ? 101 : undefined) },
    ],
    ['media stream, plain GET', 'is told 404', status('/ws/twilio-media', 404)],
    ['media stream, plain GET', 'is told 200', status(slashed, 200)],
    [
      'media stream, plain GET',
      '/ws/twilio-media?of=npm-run-accept is told 404',
      {
        answer: ({ url }) => (url.startsWith('/ws/twilio-media?') ? { status: 404 } : undefined),
      },
    ],
    [
      'WhatsApp message',
      'answers 500',
      {
        answer: at('/webhook/whatsapp/inbound', ({ isSigned }) => ({
          status: isSigned ? 500 : 403,
        })),
      },
    ],
    [
      'WhatsApp message',
      'is not in interactions',
      {
        answer: async (passing) => {
          const answered = await whatsapp(passing);
          await forget(passing);
          return answered;
        },
      },
    ],
    [
      'WhatsApp message, unsigned',
      'is told 200',
      { answer: async (passing) => whatsapp({ ...passing, isSigned: true }) },
    ],
  ])('names %s, and no other check, where it says “%s”', async (name, what, breakage) => {
    using _ = proxy.break(breakage);
    const found = await check();
    const { detail } = found.get(name) ?? {};
    expect({ detail, red: redOnes(found) }).toMatchObject({
      detail: expect.stringContaining(what),
      red: expect.arrayContaining([name]),
    });
    const follows = redOnes(found).filter((other) => other !== name);
    expect(follows).toEqual([]);
  });

  /** Signed requests to a path get a status of their own. */
  function signedOnly(path: string, code: number): Answer {
    return at(path, ({ status }) => (status === 403 ? {} : { status: code, body: '' }));
  }

  /** The first request to a path is answered well, those behind it are not. */
  function secondTime(path: string, code: number): Answer {
    let times = 0;
    return at(path, () => (++times > 1 ? { status: code } : {}));
  }

  /** A webhook answers what it should refuse. */
  function unrefused(isTaken: (passing: Passing) => boolean): Answer {
    return at('/webhook/incoming_call', (passing) =>
      passing.status === 403 && isTaken(passing) ? xml('<Response/>') : {},
    );
  }

  function isUnderEmptyKey({ url, form, signature }: Passing): boolean {
    const fields = Object.fromEntries(form);
    return signature === getExpectedTwilioSignature('', proxy.url + url, fields);
  }

  function signedHandshake(broken: string, code: number): Breakage {
    return {
      handshake: (path, isSigned) => (isSigned && path === broken ? code : undefined),
    };
  }

  function headOnly(path: string, code: number): Breakage {
    return { answer: at(path, ({ method }) => (method === 'HEAD' ? { status: code } : {})) };
  }

  test('names the number that is set for something else besides', async () => {
    const set = (form: Record<string, string>) => changeNumber(form);
    await set({ StatusCallback: '', VoiceFallbackMethod: 'POST' });
    const { ok, detail } = (await check({}, 'number')).get('number') ?? {};
    expect(ok).toBe(false);
    expect(detail).toMatch(
      /voiceFallbackMethod of \+97233000000 is POST; statusCallback .* not set/,
    );

    await set({ VoiceUrl: 'https://elsewhere.com/voice' });
    expect((await check({}, 'number')).get('number')).toMatchObject({
      ok: null,
      detail: expect.stringContaining('setup-twilio'),
    });
    const { code, out } = await command('setup-twilio.ts', proxy.url, '--yes', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      outcome: 'set',
      differences: expect.arrayContaining([
        {
          setting: 'voiceFallbackMethod',
          is: 'POST',
          should_be: 'GET',
        },
      ]),
    });
    expect((await check({}, 'number')).get('number')?.ok).toBe(true);
  });

  test('names a number that does not belong to the account, or calls something else', async () => {
    const ofNumber = async (phoneNumber: string) =>
      (await check({}, 'number', phoneNumber)).get('number');
    expect(await ofNumber('+97233000000')).toMatchObject({ ok: true });
    expect(await ofNumber('+97231111111')).toEqual({
      ok: false,
      detail: 'the account does not own +97231111111',
    });
    await changeNumber({ VoiceUrl: 'https://elsewhere.com/voice' });
    expect(await ofNumber('+97233000000')).toMatchObject({
      ok: false,
      detail: expect.stringContaining('voiceUrl of +97233000000 is https://elsewhere.com/voice'),
    });
    await changeNumber({ VoiceUrl: `${proxy.url}/webhook/incoming_call` });
  });

  test('checks without an account what needs none', async () => {
    const nobody = { accountSid: undefined, authToken: undefined, world: undefined };
    const found = await check(nobody);
    expect(redOnes(found)).toEqual([]);
    for (const name of ['incoming call', 'end of a call', 'media stream', 'number']) {
      expect(found.get(name)).toMatchObject({
        ok: null,
        detail: expect.stringContaining('TWILIO'),
      });
    }
    expect(found.get('media stream, unsigned')?.ok).toBe(true);
  });

  test('names the checks that a wrong token breaks', async () => {
    const found = await check({ authToken: 'another token', world: undefined });
    const red = redOnes(found).filter((name) => name !== 'WhatsApp message');
    expect(red).toEqual(['end of a call', 'media stream', 'number']);
    expect(found.get('incoming call')?.detail).toContain('call_status answers 403');
  });

  test('enters its call as nobody’s, closed, and watched by nobody', async () => {
    await using deployment = await openHere();
    const { callSid } = deployment.call;
    await deployment.call.open();
    expect((await deployment.call.end()).status).toBe(204);
    const { callLog, interaction, watch, turns } = await world.crm.ofCall(callSid);
    expect(callLog).toMatchObject({
      call_sid: expect.stringMatching(/^CAaccede0000000000/),
      from_number: 'client:acceptance-check',
      status: 'completed',
      control: 'ended',
    });
    expect(interaction).toMatchObject({ from_id: 'client:acceptance-check' });
    expect([callLog, interaction].some((row) => row && 'contact' in row)).toBe(false);
    expect({ watch, turns }).toEqual({ watch: undefined, turns: [] });
  });

  test('costs no more refused requests than six, which an alarm must bear', async () => {
    const before = logged.length;
    using _ = proxy.break({ answer: whatsapp });
    await check();
    const refused = logged.slice(before).filter((line) => line.includes('"SignatureFailures":1'));
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThanOrEqual(6);
  });
});

/** Sets the exchange’s number, as Twilio’s console does. */
async function changeNumber(form: Record<string, string>): Promise<void> {
  const { accountSid = '', authToken = '', apiBaseUrl = '' } = credentials();
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const root = `${apiBaseUrl}/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers`;
  const path = `${root}/PN${accountSid.slice(2)}.json`;
  const body = new URLSearchParams(form);
  const response = await fetch(path, { method: 'POST', headers: { authorization }, body });
  expect(response.status).toBe(200);
}

/** Runs a command to its end. */
async function command(name: string, ...args: string[]) {
  const file = fileURLToPath(new URL(`../../commands/${name}`, import.meta.url));
  const running: ChildProcess = spawn(process.execPath, [file, '--state', folder, ...args], {
    env: commandEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, [code]] = await Promise.all([
    running.stdout ? text(running.stdout) : '',
    running.stderr ? text(running.stderr) : '',
    once(running, 'close'),
  ]);
  return { code, out, err };
}

describe('npm run accept, as a command', () => {
  test('leaves one JSON document, of a real call too', async () => {
    const { code, out, err } = await command('accept.ts', '--json', proxy.url);
    expect(err).toContain('✓ voicemail of a real call');
    const { checks } = JSON.parse(out);
    expect(checks.map(({ name }: { name: string }) => name)).toEqual(
      chosenChecks(false).map(({ name }) => name),
    );
    expect(checks.at(-1)).toEqual({
      name: 'voicemail of a real call',
      ok: true,
      detail: expect.stringMatching(/^RE\w+ of CA\w+ is transcribed, and a task of the office$/),
    });
    expect(checks.every(({ ok }: { ok: boolean | null }) => ok !== false)).toBe(true);
    expect(code).toBe(0);
  });

  test('prints a table without colours to a pipe, and exits 1 when a check is broken', async () => {
    using _ = proxy.break({ answer: async ({ url }) => (url === '/healthz' ? { body: 'x' } : {}) });
    const { code, out } = await command('accept.ts', '--quick', `${proxy.url}/`);
    expect(out).toContain('✗ /healthz                      does not say ok\n✓ /readyz ');
    expect(out).toMatch(/\d+ as promised, 1 broken \(\/healthz\), \d not checked\.\n$/);
    expect(out).not.toContain('\u001b');
    expect(code).toBe(1);
  });

  test('exits 2 for a wrong use and 3 where nothing can be reached', async () => {
    const [help, plain, away] = await Promise.all([
      command('accept.ts', '--help'),
      command('accept.ts', 'http://voice.example.com'),
      command('accept.ts', 'http://127.0.0.1:1'),
    ]);
    expect(help).toMatchObject({ code: 0, out: expect.stringContaining('Usage'), err: '' });
    expect(plain).toMatchObject({ code: 2, out: '', err: expect.stringContaining('https') });
    expect(away).toMatchObject({ code: 3, out: '' });
    expect(away.err).toContain('127.0.0.1:1 is not reachable: ECONNREFUSED');
  });

  test.each([
    [[], 'Name one deployment'],
    [['https://a.example.com', 'https://b.example.com'], 'Name one deployment'],
    [['--no'], "Unknown option '--no'"],
    [['nowhere'], '"nowhere" is not the address of a deployment'],
  ])('refuses %j', (args, message) => {
    expect(() => readAcceptOptions(args)).toThrow(message);
  });
});

describe('the account of a deployment', () => {
  const env = { TWILIO_ACCOUNT_SID: 'of the shell', TWILIO_AUTH_TOKEN: 'of the shell' };
  const find = (origin: string) => findCredentials(origin, folder, env);

  test('is the exchange’s where the world of npm start is meant, and else the environment’s', async () => {
    for (const here of [proxy.url, world.url, world.url.replace('127.0.0.1', 'localhost')]) {
      expect(await find(here)).toMatchObject({ ...state.twilio, world: { url: world.url } });
    }
    for (const elsewhere of ['http://127.0.0.1:1', 'https://voice.example.com']) {
      expect(await find(elsewhere)).toEqual({
        accountSid: 'of the shell',
        authToken: 'of the shell',
        apiBaseUrl: undefined,
        world: undefined,
      });
    }
  });

  test('is not known where its token is blank', async () => {
    const blank = { ...env, TWILIO_AUTH_TOKEN: ' ', TWILIO_SECRET_ARN: ' ' };
    const { authToken } = await findCredentials('https://voice.example.com', folder, blank);
    expect(authToken).toBeUndefined();
  });

  test('is the environment’s for a world that the real Twilio calls, whose CRM is here', async () => {
    const { twilio: _, ...tunnelled } = { ...state, publicBaseUrl: 'https://example.ngrok.app' };
    const place = await mkdtemp(join(tmpdir(), 'accept-'));
    await leaveWorldState(place, tunnelled);
    expect(await findCredentials('https://example.ngrok.app', place, env)).toMatchObject({
      authToken: 'of the shell',
      world: { dynamoDbEndpoint: world.dynamoDb.endpoint },
    });
  });
});

describe('the voicemail of a real call', () => {
  /** The deployment as seen from another machine: through AWS and Twilio themselves. */
  const fromElsewhere = async (patched: Partial<Credentials> = {}) => {
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', world.dynamoDb.endpoint);
    vi.stubEnv('AWS_REGION', localAws.region);
    vi.stubEnv('AWS_ACCESS_KEY_ID', localAws.credentials.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', localAws.credentials.secretAccessKey);
    const name = 'voicemail of a real call';
    return (await check({ world: undefined, ...patched }, name)).get(name);
  };

  test('is the last one that was left, and is followed into the CRM', async () => {
    const found = await fromElsewhere();
    expect(found).toMatchObject({ ok: true });
    const [, recordingSid = '', callSid = ''] =
      /^(RE\w+) of (CA\w+)/.exec(found?.detail ?? '') ?? [];
    const turns = dynamoCallTurns(db);
    const turn = { call_sid: callSid, id: turnIdOf({ callSid, recordingSid }) };
    const owed = { TableName: 'tasks', Key: { id: voicemailTaskId({ callSid, recordingSid }) } };
    await db.send(new DeleteCommand(owed));
    expect(await fromElsewhere()).toEqual({
      ok: false,
      detail: `${recordingSid} of ${callSid} is not a task of the office`,
    });
    for (const [transcription, problem] of [
      ['failed', 'could not be transcribed'],
      ['pending', 'is not transcribed yet'],
    ] as const) {
      await turns.update({ ...turn, transcription });
      expect(await fromElsewhere()).toEqual({
        ok: false,
        detail: `${recordingSid} of ${callSid} ${problem}`,
      });
    }
  });

  test('is not checked where AWS does not let us read, or nobody left one', async () => {
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    const name = 'voicemail of a real call';
    expect((await check({ world: undefined }, name)).get(name)).toEqual({
      ok: null,
      detail: 'not checked: AWS is not configured',
    });
    await changeNumber({ VoiceUrl: 'https://elsewhere.com/voice' });
    expect((await fromElsewhere())?.detail).toContain('no voicemail of the last day');
    await changeNumber({ VoiceUrl: `${proxy.url}/webhook/incoming_call` });
  });
});

describe('the reply to a customer on WhatsApp', () => {
  test('is looked for behind the last message that Twilio took in', async () => {
    const sid = `SM${'a'.repeat(32)}`;
    const written = { sid, direction: 'inbound', to: 'whatsapp:+972500000000' };
    const today = new Date().toUTCString();
    await using twilio = await createVendorServer({
      answer: async () => ({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          messages: [
            { ...written, sid: 'SM0', direction: 'outbound-reply', date_created: today },
            { ...written, date_created: today },
          ],
          next_page_uri: null,
        }),
      }),
      maxBodyBytes: 1_024,
      tooLarge: { status: 413 },
      throttled: { status: 429 },
      broken: () => ({ status: 500 }),
    });
    const name = 'WhatsApp reply to a customer';
    const ask = async () => (await check({ apiBaseUrl: twilio.endpoint }, name)).get(name);

    expect(await ask()).toEqual({ ok: false, detail: `${sid} is not in interactions` });
    const interactions = dynamoInteractions(db);
    const key = { channel: 'whatsapp', external_sid: sid } as const;
    await interactions.receive({
      id: `whatsapp#${sid}`,
      ...key,
      from_id: 'whatsapp:+972501234567',
      to_id: written.to,
      status: 'received',
      created_at: Date.now(),
    });
    expect(await ask()).toEqual({ ok: false, detail: `${sid} is received` });
    await interactions.reply(key, { text: 'שלום', replyText: 'שלום', readAt: 1 });
    expect(await ask()).toEqual({ ok: true, detail: `${sid} is replied` });
  });
});

describe('a run that is killed in the middle', () => {
  test('leaves a call that nobody redirects and no alarm rings for', async () => {
    const { callSid } = killed.call;
    const { callLog, watch } = await waitUntil(
      () => world.crm.ofCall(callSid),
      (records) => records.watch === undefined,
      20_000,
    );
    expect(watch).toBeUndefined();
    expect(callLog).toMatchObject({ control: 'ended', status: 'completed' });
    expect(callLog).not.toHaveProperty('redirected_at');
    const about = logged.filter((line) => line.includes(callSid)).join('\n');
    expect(about).toContain('call.incoming');
    expect(about).not.toMatch(/redirecting|RedirectFailures|WatchdogRedirects|"level":"error"/);
  });
});
