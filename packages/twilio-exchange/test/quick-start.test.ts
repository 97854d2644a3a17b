import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { fromWav, toWav } from '@agent-locator/audio/wav.ts';
import { createExchange } from 'twilio-exchange/exchange.ts';
import { tone } from 'twilio-exchange/line/tone.ts';
import { describe, expect, test } from 'vitest';
import { accountSid, caller, happened } from './world.ts';

const APP = fileURLToPath(new URL('./quick-start-app.ts', import.meta.url));
const COMMAND = fileURLToPath(new URL('../src/command/main.ts', import.meta.url));
const TOKEN = 'the token of the quick start';

describe('an application in the manner of Twilio’s quick start', () => {
  test('greets a caller, repeats what they say and says goodbye', async () => {
    await using app = await startQuickStart();
    await using exchange = await createExchange({
      accountSid,
      authToken: TOKEN,
      number: { phoneNumber: '+15557654321', voiceUrl: `${app.url}/voice` },
      switches: { loopbackWss: 'plain' },
    });
    const call = exchange.dial({ from: caller });
    await happened(call, 'stream-started');
    await call.speak(tone(440, 1_500));
    await app.printed(/repeated \d+/);
    call.press('#');
    const report = await call.ended;

    expect(report.events.flatMap((event) => (event.type === 'said' ? event.text : []))).toEqual([
      'Speak, and I repeat it.',
      'Goodbye.',
    ]);
    expect(report.endedBy).toBe('twiml');
    // The server closed its stream, which Twilio logs as an error.
    expect(report.errors.map(({ code }) => code)).toEqual([31921]);
  });

  test('is called from a terminal, which shows the call and keeps its sound', async () => {
    await using app = await startQuickStart();
    await using folder = await temporaryFolder();
    const [question, recording] = [folder.file('question.wav'), folder.file('call.wav')];
    await writeFile(question, toWav(tone(440, 1_500)));
    const { code, stdout } = await run(
      ...['--voice-url', `${app.url}/voice`, '--auth-token', TOKEN],
      ...['--say', question, '--press', '#', '--wav', recording],
    );

    expect(stdout).toMatch(
      /webhook {4}POST http.*\/voice → 200 text\/xml <Say> <Connect> <Stream>/,
    );
    expect(stdout).toMatch(/say {8}Speak, and I repeat it\./);
    expect(stdout).toMatch(/caller {5}speaks .*question\.wav, 1,500 ms/);
    expect(stdout).toMatch(/stream {5}sounded for [\d,]+ ms at −\d+ dBFS/);
    expect(stdout).toMatch(/caller {5}presses #/);
    expect(stdout).toMatch(/debugger {3}error 31921: .*docs\/api\/errors\/31921/);
    expect(stdout).toMatch(/say {8}Goodbye\./);
    expect(stdout).toMatch(/Completed: CA\w{32}, ended by twiml\./);
    expect(stdout).toMatch(/Dead air: [\d,]+ ms\./);
    expect(code).toBe(0);
    expect((await readFile(recording)).readUInt16LE(22)).toBe(2);
    expect(fromWav(await readFile(recording)).samples.length).toBeGreaterThan(8_000 * 5);
  });

  test('refuses a webhook that another token signed, and the command exits with 1', async () => {
    await using app = await startQuickStart();
    const { code, stdout, stderr } = await run(
      ...['--voice-url', `${app.url}/voice`, '--auth-token', 'another', '--json'],
    );
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ failed: true, endedBy: 'error', errors: [{ code: 11200 }] });
    expect(stderr).toMatch(/debugger {3}error 11200: .*HTTP 403/);
    expect(code).toBe(1);
  });
});

/** Runs the command to its end, its input empty. */
function run(...args: string[]) {
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    const command = execFile(process.execPath, [COMMAND, ...args], (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
    command.stdin?.end();
  });
}

/** Starts the application in a process of its own, on a free port. */
async function startQuickStart() {
  const app = spawn(process.execPath, [APP, '0', TOKEN], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const output = createInterface({ input: app.stdout }).on('line', (line) => lines.push(line));
  async function printed(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = lines.find((line) => pattern.test(line));
      if (found) return found;
      await once(output, 'line');
    }
  }
  return {
    url: (await printed(/^listening/)).replace('listening on ', ''),
    printed,
    async [Symbol.asyncDispose]() {
      app.kill();
      await once(app, 'exit');
    },
  };
}

async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'twilio-exchange-'));
  return {
    file: (name: string) => join(path, name),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  };
}
