import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SpokenRequest } from './spoken-request.ts';

/** A running eSpeak process: phoneme mnemonics in, 22,050 Hz samples out, one request at a time. */
export interface Espeak extends AsyncDisposable {
  readonly pid: number;
  synthesize(request: SpokenRequest): Promise<Int16Array>;
}

type Waiting = PromiseWithResolvers<Int16Array>;

/** Starts the eSpeak process and waits until both voices are loaded. */
export async function startEspeak(): Promise<Espeak> {
  const path = fileURLToPath(new URL('./espeak-process.ts', import.meta.url));
  const child = spawn(process.execPath, [path], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Ctrl-C at a terminal ends the parent, which then ends this process itself.
    detached: true,
  });
  const waiting: Waiting[] = [];
  const ready = Promise.withResolvers<void>();
  const ended = endOf(child, (error) => {
    ready.reject(error);
    for (const request of waiting.splice(0)) request.reject(error);
  });

  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer: { pcm?: string; error?: string; ready?: true } = JSON.parse(line);
    if (answer.ready) ready.resolve();
    else if (answer.pcm !== undefined) waiting.shift()?.resolve(toSamples(answer.pcm));
    else waiting.shift()?.reject(new Error(`eSpeak could not speak: ${answer.error}`));
  });
  await ready.promise;

  return {
    pid: child.pid as number,
    synthesize(request) {
      if (ended.error) return Promise.reject(ended.error);
      const result: Waiting = Promise.withResolvers();
      waiting.push(result);
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return result.promise;
    },
    async [Symbol.asyncDispose]() {
      if (ended.error) return;
      const gone = once(child, 'close');
      child.kill();
      await gone;
    },
  };
}

/** Reports the end of the process with its reason and the last of its stderr. */
function endOf(child: ChildProcess, onEnd: (error: Error) => void): { error?: Error } {
  const ended: { error?: Error } = {};
  let complaint = '';
  const end = (reason: string, cause?: Error) => {
    if (ended.error) return;
    ended.error = new Error(`The eSpeak process ${reason}. ${complaint}`.trim(), { cause });
    onEnd(ended.error);
  };
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2_000);
  });
  child.stdin?.on('error', () => {}); // 'close' follows and carries the reason
  child.on('error', (error) => end('did not start', error));
  child.on('close', (code, signal) => end(`ended (${signal ?? `code ${code}`})`));
  return ended;
}

function toSamples(base64: string): Int16Array {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  return new Int16Array(bytes.buffer);
}
