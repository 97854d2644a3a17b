import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startMediaProcess } from '#local/world/media-process.ts';
import { nodeOptions } from '#local/world/node-options.ts';
import { productEnvironment } from '#local/world/product-environment.ts';
import type { Environment } from '#shared/config/environment.ts';
import type { CallersOrder, CallersReport } from './capacity-callers.ts';
import type { VendorsSaid } from './capacity-vendors.ts';
import { cpuMsOf, preferProcesses, rssMbOf, watchOthers } from './turns-machine.ts';
import { startProcess } from './watchdog-process.ts';

/** The process that takes the streams. */
export type Subject = 'product' | 'floor' | 'path';

/** The number of calls, and how long they are counted once all are connected. */
export type Load = { readonly calls: number; readonly countMs: number };

/** The result of a run. */
export type RunFigures = CallersReport & {
  readonly cpuPercentPerCall: number;
  readonly rssMbPerCall: number;
  /** Share of one processor that was used by processes outside the bench. */
  readonly othersPercent: number;
};

/** The vendors and the callers, ready for one run after another. */
export interface CapacityStage extends AsyncDisposable {
  run(subject: Subject, load: Load): Promise<RunFigures>;
}

/** Streams open over about the length of a turn, so that callers do not all speak at once. */
const OPEN_OVER_MS = 6_000;
const MAX_CONNECTIONS = '1000';

/** Starts the processes of the vendors and of the callers. */
export async function openCapacityStage(): Promise<CapacityStage> {
  await using opened = new AsyncDisposableStack();
  const vendors = opened.use(await startProcess('capacity-vendors.ts', {}));
  const callers = opened.use(await startProcess('capacity-callers.ts', {}));
  const { vendors: addresses, googleEndpoint, voicePid, said } = vendors.said as VendorsSaid;
  const order = (orders: CallersOrder) => callers.ask(orders);
  await order({ learn: said });

  const env: Environment = {
    ...productEnvironment({
      // The URL that Twilio signs; it is not listened on.
      publicBaseUrl: 'http://127.0.0.1:8080',
      twilio: {
        accountSid: `AC${randomBytes(16).toString('hex')}`,
        authToken: randomBytes(16).toString('hex'),
      },
      ...addresses,
    }),
    GOOGLE_CREDENTIALS_JSON: '{}',
    GOOGLE_TTS_ENDPOINT: googleEndpoint,
    NODE_OPTIONS: nodeOptions({}),
    MEDIA_PORT: '0',
    MAX_CONNECTIONS,
  };
  const helpers = [process.pid, vendors.child.pid ?? 0, callers.child.pid ?? 0, voicePid];
  const disposables = opened.move();
  return {
    async run(subject, { calls, countMs }) {
      await using started = await startSubject(subject, env);
      const { pid, port } = started;
      await using _preferred = await preferProcesses([pid]);
      const rssBefore = await rssMbOf(pid);
      const door = { url: `http://127.0.0.1:${port}`, env };
      await order({ open: { door, calls, overMs: calls > 1 ? OPEN_OVER_MS : 0 } });
      await order('begin');
      const othersPercent = await watchOthers([...helpers, pid]);
      const [cpuBefore, beganAt] = [await cpuMsOf(pid), performance.now()];
      await sleep(countMs);
      const [cpuAfter, endedAt] = [await cpuMsOf(pid), performance.now()];
      const others = await othersPercent();
      const rssAfter = await rssMbOf(pid);
      const report = (await order('end')) as CallersReport;
      return {
        ...report,
        cpuPercentPerCall: (100 * (cpuAfter - cpuBefore)) / (endedAt - beganAt) / calls,
        rssMbPerCall: (rssAfter - rssBefore) / calls,
        othersPercent: others,
      };
    },
    [Symbol.asyncDispose]: () => disposables.disposeAsync(),
  };
}

type Started = AsyncDisposable & { readonly pid: number; readonly port: number };

async function startSubject(subject: Subject, env: Environment): Promise<Started> {
  if (subject === 'product') {
    const media = await startMediaProcess({ env }, { onLog() {}, onAttached() {} });
    const { pid, port } = media;
    return { pid, port, [Symbol.asyncDispose]: () => media.kill('SIGKILL') };
  }
  const { child, said, [Symbol.dispose]: kill } = await startProcess(`capacity-${subject}.ts`, env);
  return { pid: child.pid ?? 0, port: Number(said), [Symbol.asyncDispose]: async () => kill() };
}
