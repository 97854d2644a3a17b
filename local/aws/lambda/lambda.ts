import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createVendorServer, type VendorManners } from '#local/aws/vendor-server.ts';
import type { Environment } from '#shared/config/environment.ts';
import { InvalidInput } from '#shared/errors.ts';
import {
  answerInvoke,
  type InvokeResult,
  type Lambda,
  MAX_PAYLOAD_BYTES,
  refusal,
  TooManyRequests,
} from './lambda-api.ts';
import { type LambdaProcess, startLambdaProcess } from './lambda-process.ts';

/** The time limit of a function without one of its own. */
export const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * Lambda's own delays before the two retries of an asynchronous invocation:
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
const RETRY_DELAYS_MS: readonly number[] = [60_000, 120_000];

/**
 * A throttled event is tried again after a second, then after twice as long each time, up to five minutes. This does
 * not count as a retry, and ends with the event's age: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
const THROTTLED_PAUSE_MS = { first: 1_000, longest: 300_000, maxAge: 3_600_000 };

/** An asynchronous invocation whose last retry failed. */
export type DeadLetter = {
  readonly functionName: string;
  readonly event: unknown;
  readonly payload: unknown;
};

/** The world's handle of Lambda. */
export interface LambdaStandIn extends Lambda, AsyncDisposable {
  /** The URL of Lambda's Invoke API. */
  readonly endpoint: string;
  /** Kills the functions' processes; the next invocation starts a new one. */
  kill(): Promise<void>;
  /** Reserves the concurrency of a function from now on: 0 throttles it; undefined takes the reservation back. */
  reserve(functionName: string, concurrency: number | undefined): void;
  /**
   * Gives a function a memory from now on, past which its process is killed; undefined takes the limit back.
   * An invocation under way in a process of its own is killed.
   */
  limitMemory(functionName: string, memoryMb: number | undefined): Promise<void>;
}

export type LambdaOptions = {
  /** The complete environment of the functions. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of `<name>.ts`, with a trailing slash. */
  readonly functionsFolder?: URL;
  /** Gives each function a process of its own, with these variables added; without it all share one process. */
  readonly environmentOf?: ((functionName: string) => Environment) | undefined;
  readonly port?: number;
  /** The time limits of the functions that differ from the default. */
  readonly timeoutsMs?: Readonly<Record<string, number>>;
  readonly retryDelaysMs?: readonly number[];
  /** The pause after the first throttling of an event, if not Lambda's own. */
  readonly throttledPauseMs?: number;
  /** The reserved concurrency of functions: the invocations at once, past which Lambda answers 429. */
  readonly concurrency?: Readonly<Record<string, number>>;
  /**
   * The memory of functions, each of which then has a process of its own that is killed past it. Unlike on AWS, all
   * invocations of a function share its process.
   */
  readonly memoryMb?: Readonly<Record<string, number>>;
  /** The number of retries of the functions that differ from Lambda's two. */
  readonly retryAttempts?: Readonly<Record<string, number>>;
  /** Receives every line that the functions print. */
  readonly onLog?: (line: string) => void;
  readonly onDeadLetter?: (letter: DeadLetter) => void;
};

/** Starts Lambda on loopback: the functions of one folder, in a process of their own. */
export async function createLambdaStandIn({
  env,
  functionsFolder = new URL('../../../functions/', import.meta.url),
  environmentOf,
  port = 0,
  timeoutsMs = {},
  retryDelaysMs = RETRY_DELAYS_MS,
  throttledPauseMs = THROTTLED_PAUSE_MS.first,
  concurrency = {},
  memoryMb = {},
  retryAttempts = {},
  onLog = () => {},
  onDeadLetter = () => {},
}: LambdaOptions): Promise<LambdaStandIn> {
  await using opened = new AsyncDisposableStack();
  const stopped = new AbortController();
  const memory = new Map(Object.entries(memoryMb));
  const start = (functionName: string) => {
    stopped.signal.throwIfAborted();
    return startLambdaProcess({
      env: { ...env, ...environmentOf?.(functionName) },
      memoryMb: memory.get(functionName),
      onLog,
    });
  };
  const hosts = new Map<string, Promise<LambdaProcess>>();
  const endAll = async () => {
    const started = await Promise.allSettled(hosts.values());
    await Promise.all(
      started.map((one) => one.status === 'fulfilled' && one.value[Symbol.asyncDispose]()),
    );
  };
  opened.defer(() => {
    stopped.abort();
    return endAll();
  });
  if (!environmentOf) await livingHost('');

  function livingHost(functionName: string) {
    const key = environmentOf || memory.has(functionName) ? functionName : '';
    const again = () => start(functionName);
    const host = hosts.get(key)?.then((current) => (current.isAlive ? current : again()), again);
    const living = host ?? again();
    hosts.set(key, living);
    return living;
  }

  const running = new Map<string, number>();
  const reserved = new Map(Object.entries(concurrency));

  async function invoke(functionName: string, event: unknown): Promise<InvokeResult> {
    const file = fileOf(functionName, functionsFolder);
    const before = running.get(functionName) ?? 0;
    if (before >= (reserved.get(functionName) ?? Number.POSITIVE_INFINITY)) {
      throw new TooManyRequests(functionName);
    }
    running.set(functionName, before + 1);
    try {
      return await run(functionName, file, event);
    } finally {
      running.set(functionName, (running.get(functionName) ?? 1) - 1);
    }
  }

  async function run(functionName: string, file: string, event: unknown): Promise<InvokeResult> {
    const current = await livingHost(functionName);
    const id = randomUUID();
    const timeoutMs = timeoutsMs[functionName] ?? DEFAULT_TIMEOUT_MS;
    const answered = new AbortController();
    const outcome = await Promise.race([
      current.run({
        id,
        functionName,
        file,
        event: JSON.stringify(event),
        deadlineAt: Date.now() + timeoutMs,
      }),
      pause(timeoutMs, 'late' as const, { signal: answered.signal }),
    ]);
    answered.abort();
    if (outcome === 'late') {
      const seconds = (timeoutMs / 1000).toFixed(2);
      return failure(id, 'Sandbox.Timedout', `Task timed out after ${seconds} seconds`);
    }
    if (outcome === 'crashed') {
      return failure(id, 'Runtime.ExitError', 'Runtime exited without providing a reason');
    }
    const payload: unknown = JSON.parse(outcome.payload);
    return outcome.failed ? { payload, functionError: 'Unhandled' } : { payload };
  }

  /** Returns the result of an event once it is not throttled; undefined if it grew too old. */
  async function invokeUnthrottled(functionName: string, event: unknown) {
    const { longest, maxAge } = THROTTLED_PAUSE_MS;
    for (let pauseMs = throttledPauseMs, age = 0; age <= maxAge; age += pauseMs, pauseMs *= 2) {
      try {
        return await invoke(functionName, event);
      } catch (error) {
        if (!(error instanceof TooManyRequests)) throw error;
        await pause(Math.min(pauseMs, longest), undefined, { signal: stopped.signal });
      }
    }
    return undefined;
  }

  async function deliver(functionName: string, event: unknown): Promise<void> {
    let payload: unknown;
    for (const delayMs of [0, ...retryDelaysMs.slice(0, retryAttempts[functionName])]) {
      await pause(delayMs, undefined, { signal: stopped.signal });
      const result = await invokeUnthrottled(functionName, event);
      if (result && !result.functionError) return;
      payload = result?.payload;
    }
    onDeadLetter({ functionName, event, payload });
  }

  function invokeLater(functionName: string, event: unknown): void {
    deliver(functionName, event).catch((error: unknown) => {
      if (!stopped.signal.aborted) onDeadLetter({ functionName, event, payload: String(error) });
    });
  }

  const manners: VendorManners = {
    answer: (request) => answerInvoke(request, { invoke, invokeLater }),
    maxBodyBytes: MAX_PAYLOAD_BYTES,
    tooLarge: refusal(413, 'RequestTooLargeException', 'The payload is larger than 6 MB.'),
    throttled: refusal(429, 'TooManyRequestsException', 'Rate Exceeded.'),
    broken: () => refusal(500, 'ServiceException', 'Service encountered an internal error.'),
  };
  const { endpoint } = opened.use(await createVendorServer(manners, port));
  const all = opened.move();
  return {
    endpoint,
    invoke,
    invokeLater,
    kill: endAll,
    reserve(functionName, atOnce) {
      if (atOnce === undefined) reserved.delete(functionName);
      else reserved.set(functionName, atOnce);
    },
    async limitMemory(functionName, limitMb) {
      const own = hosts.get(functionName);
      hosts.delete(functionName);
      if (limitMb === undefined) memory.delete(functionName);
      else memory.set(functionName, limitMb);
      await own?.then(
        (host) => host[Symbol.asyncDispose](),
        () => undefined,
      );
      // As on AWS after other calls, an environment is ready for the first invocation.
      if (limitMb !== undefined) await livingHost(functionName);
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

// A name comes from outside, through the Invoke API, and becomes part of a path: its form is checked.
function fileOf(functionName: string, folder: URL): string {
  if (/^[a-z][a-z0-9-]{0,63}$/.test(functionName)) {
    const file = new URL(`${functionName}.ts`, folder);
    if (existsSync(file)) return file.href;
  }
  throw new InvalidInput(`Lambda: there is no function "${functionName}".`);
}

function failure(id: string, errorType: string, message: string): InvokeResult {
  const errorMessage = `RequestId: ${id} Error: ${message}`;
  return { payload: { errorType, errorMessage }, functionError: 'Unhandled' };
}
