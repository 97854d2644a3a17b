/**
 * The process in which the functions run. It takes invocations from its parent, and imports a function's file
 * at its first invocation. It answers with the handler's result or error, and ends with its parent. It is killed
 * once it takes more memory than the megabytes of its first argument.
 */

/** How often the memory is compared with its limit. */
const MEMORY_CHECK_MS = 20;

/** One invocation, as the parent sends it. */
export type Invocation = {
  readonly id: string;
  readonly functionName: string;
  /** URL of the file that exports the `handler`. */
  readonly file: string;
  /** The event as JSON text. */
  readonly event: string;
  readonly deadlineAt: number;
};

/** The result of an invocation; the payload is JSON text. */
export type Outcome = {
  readonly id: string;
  readonly payload: string;
  readonly failed: boolean;
};

/** The part of Lambda's context object that the functions may use. */
type Context = {
  readonly functionName: string;
  readonly functionVersion: '$LATEST';
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
};

type Handler = (event: unknown, context: Context) => unknown;

async function run({ id, functionName, file, event, deadlineAt }: Invocation): Promise<Outcome> {
  try {
    const { handler } = (await import(file)) as { readonly handler?: Handler };
    if (typeof handler !== 'function') {
      const errorMessage = `${functionName}.handler is undefined or not exported`;
      return failure(id, { errorType: 'Runtime.HandlerNotFound', errorMessage, trace: [] });
    }
    const result = await handler(JSON.parse(event), {
      functionName,
      functionVersion: '$LATEST',
      awsRequestId: id,
      getRemainingTimeInMillis: () => Math.max(0, deadlineAt - Date.now()),
    });
    // As in Lambda, a handler that returns nothing answers null.
    return { id, payload: JSON.stringify(result) ?? 'null', failed: false };
  } catch (error) {
    return failure(id, toReport(error));
  }
}

type Report = {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
};

function toReport(error: unknown): Report {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  return {
    errorType: error.name,
    errorMessage: error.message,
    trace: (error.stack ?? '').split('\n'),
  };
}

function failure(id: string, report: Report): Outcome {
  process.stderr.write(`${JSON.stringify({ level: 'ERROR', requestId: id, ...report })}\n`);
  return { id, payload: JSON.stringify(report), failed: true };
}

process.on('message', (invocation: Invocation) => {
  run(invocation).then(
    (outcome) => process.send?.(outcome),
    () => process.exit(1),
  );
});
const memoryMb = Number(process.argv[2] ?? Number.POSITIVE_INFINITY);
setInterval(() => {
  if (process.memoryUsage.rss() > memoryMb * 1_024 * 1_024) process.kill(process.pid, 'SIGKILL');
}, MEMORY_CHECK_MS).unref();
process.on('disconnect', () => process.exit());
// Ctrl-C reaches the whole process group; the parent decides when this process ends.
process.on('SIGINT', () => {});
process.send?.('ready');
