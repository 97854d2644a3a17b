import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Received, twiml } from 'twilio-exchange/test/application.ts';
import { openChat, template } from 'twilio-exchange/test/whatsapp-world.ts';
import { accountSid, authToken } from 'twilio-exchange/test/world.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createControlClient } from '#local/control/client.ts';
import { type ControlServer, createControlServer } from '#local/control/control-server.ts';
import { leaveWorldState } from '#local/control/running-world.ts';
import { waitUntil } from '#local/polling.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld, type World } from '#local/world/world.ts';
import { commandEnvironment } from '../commands/command-environment.ts';

const spoken = 'אני מחפש דירה להשכרה בתל אביב';

let folder: string;
let world: World;
let chat: Awaited<ReturnType<typeof openChat>>;
let control: ControlServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chat-'));
  world = await openWorld({ settings: closedWorld() });
  chat = await openChat(answer);
  control = await createControlServer({ ...world, exchange: chat.exchange });
  await leaveWorldState(folder, {
    pid: process.pid,
    url: world.url,
    controlUrl: control.url,
    controlToken: control.token,
    startedAt: Date.now(),
  });
});
afterAll(async () => {
  await control[Symbol.asyncDispose]();
  await chat[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const message = (text: string) => twiml(`<Message>${text}</Message>`);

/** Opens an office that echoes messages and the words of voice notes. */
async function answer({ form }: Received) {
  if (form.Body === 'שקט') return twiml();
  if (form.Body === 'תקלה') return { status: 500 };
  if (!form.MediaUrl0) return message(`קראתי: ${form.Body}${form.Latitude ?? ''}`);
  if (form.MessageType !== 'audio') return message(`ראיתי ${form.MediaContentType0}: ${form.Body}`);
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const note = await fetch(form.MediaUrl0, { headers: { authorization } });
  return message(`שמעתי: ${await transcribe(new Uint8Array(await note.arrayBuffer()))}`);
}

async function transcribe(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const body = new FormData();
  body.set('model', 'any');
  body.set('file', new File([bytes], 'note.ogg', { type: 'audio/ogg' }));
  const headers = { authorization: 'Bearer stand-in' };
  const url = `${world.openai.baseUrl}/audio/transcriptions`;
  const answered = await fetch(url, { method: 'POST', headers, body });
  return ((await answered.json()) as { text: string }).text;
}

type Typed = { readonly lines?: string; readonly state?: string };

/** Runs the command to its end with typed lines on a pipe. */
async function write(args: readonly string[], { lines = '', state = folder }: Typed = {}) {
  const file = fileURLToPath(new URL('../../local/chat.ts', import.meta.url));
  const running = spawn(process.execPath, [file, '--state', state, ...args], {
    env: commandEnvironment(),
  });
  const printed = { out: '', err: '' };
  running.stdout.setEncoding('utf8').on('data', (text: string) => (printed.out += text));
  running.stderr.setEncoding('utf8').on('data', (text: string) => (printed.err += text));
  running.stdin.end(lines);
  const [code] = await once(running, 'close');
  return { code, ...printed };
}

const from = (last: number) => `+97250000010${last}`;
const written = (last: number, by: string) =>
  JSON.stringify(
    chat.exchange.whatsApp
      .customer(from(last))
      .conversation()
      .filter(({ direction }) => (direction === 'inbound') === (by === 'customer'))
      .map(({ body }) => body),
  );

describe.concurrent('npm run chat', () => {
  test('writes one message after the other, each when the last is answered, and leaves one JSON document', async () => {
    const { code, out, err } = await write([
      ...['--json', '--from', from(1), '--say', 'שלום', '--voice-note', spoken],
    ]);
    const document = JSON.parse(out);
    expect(code).toBe(0);
    expect(document).toMatchObject({
      from: from(1),
      ok: true,
      problems: [],
      messages: [
        { by: 'customer', text: 'שלום', status: 'received' },
        { by: 'office', text: 'קראתי: שלום', error_code: null },
        { by: 'customer', text: '', media: ['audio/ogg'] },
        { by: 'office', text: `שמעתי: ${spoken}`, message_sid: expect.stringMatching(/^SM/) },
      ],
      webhooks: [
        { status: 200, replies: 1, ms: expect.any(Number) },
        { status: 200, replies: 1 },
      ],
    });
    expect(err).toMatch(/customer +\S*שלום/);
    expect(err).toMatch(/office +\S*קראתי: שלום/);
  });

  test('sends a picture and a place', async () => {
    const picture = join(folder, 'home.PNG');
    await writeFile(picture, 'png');
    const { code, out } = await write([
      ...['--from', from(2), '--image', picture, '--location', '32.08,34.78'],
    ]);
    expect(code).toBe(0);
    expect(out).toContain('ראיתי image/png');
    expect(out).toMatch(/customer +\S*32\.08, 34\.78/);
    expect(out).toContain('קראתי: 32.08');
    expect(out).toContain('2 written, 2 answered');
  });

  test('writes everything at once in a burst', async () => {
    const { code } = await write([
      ...['--from', from(3), '--burst', '--say', 'אחת', '--say', 'שתיים', '--say', 'שלוש'],
    ]);
    expect(code).toBe(0);
    const sequence = chat.exchange.whatsApp.customer(from(3)).conversation();
    expect(sequence.slice(0, 3).map(({ body }) => body)).toEqual(['אחת', 'שתיים', 'שלוש']);
    expect(sequence).toHaveLength(6);
  });

  test('has every message delivered twice where asked to', async () => {
    const { code } = await write(['--from', from(4), '--duplicate', '--say', 'פעמיים']);
    expect(code).toBe(0);
    expect(chat.application.forms('/inbound').filter(({ Body }) => Body === 'פעמיים')).toHaveLength(
      2,
    );
    expect(written(4, 'office')).toBe(JSON.stringify(['קראתי: פעמיים']));
  });

  test('writes what is typed, and ends with the last answer', async () => {
    const { code, out } = await write(['--from', from(5)], {
      lines: `שלום\n/nope\n\n/voice ${spoken}\n/empty\n/later 25h\n`,
    });
    expect(code).toBe(0);
    expect(out).toContain('There is no /nope.');
    expect(out).toContain(`שמעתי: ${spoken}`);
    expect(out).toContain('3 written, 3 answered');
    const { client, from: office } = chat;
    const to = `whatsapp:${from(5)}`;
    const { sid } = await client.messages.create({ to, from: office, body: 'עוד כאן?' });
    await client.messages.create({ to, from: office, ...template });
    const phone = chat.exchange.whatsApp.customer(from(5));
    await phone.received(4);
    expect(phone.conversation()).toContainEqual(
      expect.objectContaining({ messageSid: sid, status: 'failed', errorCode: 63016 }),
    );
  });

  test('fails where Twilio has to complain, and says of what', async () => {
    const { code, out } = await write(['--from', from(6), '--say', 'תקלה']);
    expect(code).toBe(1);
    expect(out).toContain('Twilio logs error 11200');
  });

  test('fails where no answer comes, and goes on writing all the same', async () => {
    const { code, out } = await write([
      ...['--from', from(7), '--within', '1s', '--say', 'שקט', '--say', 'שלום'],
    ]);
    expect(code).toBe(1);
    expect(out).toContain('קראתי: שלום');
    expect(out).toContain('did not come in time: 1');
  });

  test('refuses a wrong option before it writes to anybody', async () => {
    const wrong = ['--nope', '--from=050', '--image=/nowhere.png', '--image=a.exe', '--location=x'];
    for (const { code, out } of await Promise.all(wrong.map((option) => write([option])))) {
      expect([code, out]).toEqual([2, '']);
    }
  });

  test('says that no world is running where there is none', async () => {
    const { code, err } = await write(['--say', 'שלום'], { state: join(folder, 'empty') });
    expect([code, err]).toEqual([3, 'No world is running. Start one: npm start\n']);
  });

  test('says what it can do', async () => {
    const { code, out } = await write(['--help']);
    expect([code, out]).toEqual([0, expect.stringMatching(/^Usage: npm run chat/)]);
  });
});

describe.concurrent('customers through the control server', () => {
  const ask = (method: string, path: string, body = '') =>
    fetch(control.url + path, {
      method,
      headers: { authorization: `Bearer ${control.token}` },
      ...(body && { body }),
    });
  const messages = `/customers/${from(8)}/messages`;

  test.each([
    ['{}', /^messages must be a list of messages/],
    ['{"messages":[]}', /^messages must have a message/],
    ['{"messages":[{"sing":"x"}]}', /^messages\[0\] has no field "sing"/],
    ['{"messages":[{"voiceNote":" "}]}', /^messages\[0\]\.voiceNote must not be empty/],
    ['{"messages":[{"files":[{"contentType":"x","base64":""}]}]}', /contentType must be a type/],
    ['{"messages":[{"location":{"latitude":91,"longitude":0}}]}', /latitude must not be over 90/],
    ['{"messages":[{"text":"x","switches":{"nope":1}}]}', /switches has no field "nope"/],
  ])('are told by its name what is wrong: %#', async (body, problem) => {
    const response = await ask('POST', messages, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringMatching(problem) });
  });

  test('are those with a number, and can be asked for nothing else', async () => {
    expect((await ask('GET', '/customers/050/messages')).status).toBe(400);
    expect((await ask('GET', `/customers/${from(8)}/secrets`)).status).toBe(404);
    expect((await ask('DELETE', messages)).status).toBe(404);
  });

  test('tap and point, and can be read', async () => {
    const client = createControlClient(control.url, control.token);
    const number = from(9);
    const [first] = await client.write(number, [{ button: { text: 'כן', payload: 'yes' } }]);
    const listItem = { id: 'L-1', title: 'הרצל 5' };
    await client.write(number, [{ listItem, repliesTo: first?.messageSid ?? '' }]);
    const conversation = await waitUntil(
      () => client.conversation(number),
      (shown) => shown.filter(({ status }) => status === 'read').length === 2,
      5_000,
    );

    expect(conversation.map(({ by, text, repliesTo }) => [by, text, repliesTo])).toEqual([
      ['customer', 'כן', undefined],
      ['office', 'קראתי: כן', undefined],
      ['customer', 'הרצל 5', first?.messageSid],
      ['office', 'קראתי: הרצל 5', undefined],
    ]);
  });

  test('write with a phone where Twilio is the real one', async () => {
    await using real = await createControlServer({ ...world, exchange: undefined });
    const client = createControlClient(real.url, real.token);
    await expect(client.conversation(from(8))).rejects.toThrow('with a phone');
  });
});
