import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findWorld, leaveWorldState } from '#local/control/running-world.ts';
import { waitUntil } from '#local/polling.ts';
import { commandEnvironment } from '../commands/command-environment.ts';

const searching = 'שלום, אני מחפש דירה להשכרה בתל אביב';

let folder: string;
let world: ChildProcess;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'call-'));
  world = start('main.ts', '--quiet');
  await waitUntil(() => findWorld(folder), Boolean, 50_000);
});
afterAll(() => world.kill('SIGKILL'));

function start(command: string, ...args: string[]): ChildProcess {
  const file = fileURLToPath(new URL(`../../local/${command}`, import.meta.url));
  return spawn(process.execPath, [file, '--state', folder, ...args], {
    env: { ...commandEnvironment(), PORT: '0' },
  });
}

type Typed = { readonly lines?: string; readonly isOpen?: boolean };

/** Runs the command to its end with typed lines on a pipe, which may stay open after them. */
async function call(args: readonly string[], { lines = '', isOpen = false }: Typed = {}) {
  const running = start('call/call.ts', ...args);
  const printed = { out: '', err: '' };
  running.stdout?.setEncoding('utf8').on('data', (text: string) => (printed.out += text));
  running.stderr?.setEncoding('utf8').on('data', (text: string) => (printed.err += text));
  running.stdin?.write(lines);
  if (!isOpen) running.stdin?.end();
  const [code] = await once(running, 'close');
  return { code, ...printed };
}

describe.concurrent('npm run call', () => {
  test('says a sentence, hears the answer out, and leaves one JSON document and the audio', async () => {
    const wavFile = join(folder, 'call.wav');
    const { code, out, err } = await call(['--json', '--wav', wavFile, '--say', searching]);
    expect(code).toBe(0);
    const document = JSON.parse(out);
    expect(document).toMatchObject({
      call_sid: expect.stringMatching(/^CA[0-9a-f]{32}$/),
      ok: true,
      ended_by: 'caller',
      said: [searching],
      turns: [{ user_text: searching }],
      call_log: { status: 'completed', transcript: expect.stringContaining(searching) },
      errors: [],
    });
    expect(document.heard.length).toBeGreaterThanOrEqual(2);
    expect(document.longest_dead_air_ms).toBeGreaterThan(0);
    expect(err).toMatch(/agent +\S*שלום, כאן העוזרת/);

    const wav = await readFile(wavFile);
    expect([wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34)]).toEqual([
      2, 8_000, 16,
    ]);
    expect(wav.readUInt32LE(40)).toBe(wav.length - 44);
    expect((wav.length - 44) % 4).toBe(0);
    const seconds = (wav.length - 44) / 32_000;
    expect(Math.abs(seconds - document.call_log.duration_s)).toBeLessThanOrEqual(1);
  });

  test('says what is typed, and hangs up when told to', async () => {
    const { code, out } = await call([], {
      lines: `/nope\n${searching}\n\n/hangup\n`,
      isOpen: true,
    });
    expect(code).toBe(0);
    expect(out).toContain('There is no /nope.');
    expect(out).toMatch(new RegExp(`caller +\\S*${searching}`));
    expect(out).toMatch(/agent +\S*בשמחה/);
    expect(out).toContain('ended by caller');
  });

  test('has a scripted conversation, and checks what it expects', async () => {
    const script = join(folder, 'short.json');
    const conversation = {
      about: 'A caller says what they look for.',
      steps: [{ say: searching, expect: { answer: 'תל אביב', turns: 1 } }],
      afterwards: { endedBy: 'caller', turns: 1, call_log: { transcript: 'תל אביב' } },
    };
    await writeFile(script, JSON.stringify(conversation));
    const { code, out, err } = await call(['--json', '--script', script]);
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      vendors: { twilio: 'stand-in', openai: 'stand-in', google: 'stand-in' },
      conversations: [
        {
          name: 'short',
          ok: true,
          problems: [],
          ended_by: 'caller',
          turns: [{ asked: searching, t_total_ms: expect.any(Number) }],
          voice_to_voice_ms: { median: expect.any(Number), worst: expect.any(Number) },
          longest_dead_air_ms: expect.any(Number),
          call_log: { status: 'completed' },
        },
      ],
    });
    expect(code).toBe(0);
    expect(err).toMatch(/agent +\S*שלום, כאן העוזרת/);
    expect(err).toContain('1 of 1 conversations as expected.');
    expect(err).toContain('Every vendor was a stand-in');
  });

  test('has all conversations of a folder, and says in which of them something was not as expected', async () => {
    const scripts = await mkdtemp(join(tmpdir(), 'conversations-'));
    const steps = [{ untilSound: true }, { waitMs: 300 }, { hangUp: true }];
    const of = (afterwards: object) => JSON.stringify({ about: 'Short.', steps, afterwards });
    await writeFile(join(scripts, 'quick.json'), of({ endedBy: 'caller' }));
    await writeFile(join(scripts, 'wrong.json'), of({ turns: 3 }));
    const before = { lead: { name: 'x' } };
    const impossible = { about: 'Nobody.', from: 'withheld', before, steps };
    await writeFile(join(scripts, 'nobody.json'), JSON.stringify(impossible));
    const { code, out } = await call(['--script', scripts, '--at-once', '3']);
    expect(code).toBe(1);
    expect(out).toContain('turns is 0, not 3');
    expect(out).toContain('before: a withheld number has no history.');
    expect(out).toMatch(/✓\S* quick +0 +– +– +\d+/);
    expect(out).toMatch(/✗\S* wrong/);
    expect(out).toContain('1 of 3 conversations as expected.');
  });

  test('fails when Twilio has to complain', async () => {
    const { code, out } = await call([
      ...['--switch', 'signatureFault=missing', '--hang-up-after', '1s', '--say', searching],
    ]);
    expect(code).toBe(1);
    expect(out).toContain('Twilio logs error 11200');
  });

  test('hangs up at Ctrl-C and tells how the call went', async () => {
    const running = start('call/call.ts', '--say', searching);
    let out = '';
    running.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (text.includes('answered')) running.kill('SIGINT');
    });
    expect(await once(running, 'close')).toEqual([0, null]);
    expect(out).toContain('ended by caller');
  });

  test('says what it can do', async () => {
    const { code, out } = await call(['--help']);
    expect([code, out]).toEqual([0, expect.stringMatching(/^Usage: npm run call/)]);
  });

  test('refuses a wrong option before it calls anybody', async () => {
    const wrong = [
      '--nope',
      '--hang-up-after=soon',
      '--wav=/nowhere/call.wav',
      '--script=/nowhere',
    ];
    for (const { code, out, err } of await Promise.all(wrong.map((option) => call([option])))) {
      expect([code, out, err]).toEqual([
        2,
        '',
        expect.stringMatching(/--(nope|hang-up-after|wav|script)/),
      ]);
    }
  });

  test('says that no world is running where there is none, or only the trace of one', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'call-'));
    const stale = await mkdtemp(join(tmpdir(), 'call-'));
    await leaveWorldState(stale, {
      pid: process.pid,
      url: 'http://127.0.0.1:9',
      controlUrl: 'http://127.0.0.1:9',
      controlToken: 'of nobody',
      startedAt: 0,
    });
    for (const place of [empty, stale]) {
      const { code, err } = await call(['--state', place, '--say', searching]);
      expect([code, err]).toEqual([3, 'No world is running. Start one: npm start\n']);
    }
  });
});

describe('a world that is told to end', () => {
  test('hangs up its calls, and leaves no trace of itself', async () => {
    const worldEnded = once(world, 'exit');
    const calling = start('call/call.ts', '--say', searching);
    calling.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('answered')) world.kill('SIGINT');
    });
    const [[complaint], [code]] = await Promise.all([
      once(calling.stderr?.setEncoding('utf8') ?? calling, 'data'),
      once(calling, 'close'),
    ]);
    expect([code, complaint]).toEqual([1, 'The world closed during the call.\n']);
    expect(await worldEnded).toEqual([0, null]);
    expect(existsSync(join(folder, 'world.json'))).toBe(false);
  });
});
