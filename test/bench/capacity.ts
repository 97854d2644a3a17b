import type { Print } from '@agent-locator/command-line/terminal.ts';
import { type CapacityStage, openCapacityStage, type RunFigures } from './capacity-run.ts';
import { quantile } from './quantile.ts';

/** Numbers of calls at once, and how long each is counted. */
const LOADS = [
  { calls: 1, countMs: 20_000 },
  { calls: 25, countMs: 8_000 },
  { calls: 50, countMs: 8_000 },
  { calls: 100, countMs: 12_000 },
] as const;
/** Frames come evenly, so their cost is known sooner than that of turns. */
const PATH_COUNT_MS = 5_000;
/** The number of calls for which the promises are stated. */
const PROMISED_CALLS = 100;
const PROMISED = { aboveFloorMs: 30, cpuPercent: 0.75, mediaCpuPercent: 0.4, rssMb: 10 };
/** Callers whose frames leave later than this measure themselves more than the product. */
const MAX_LATE_MS = 20;

/** Measures how many calls one media process holds, and the cost of each. */
export const capacity = {
  purpose: `npm run bench -- capacity: ${LOADS.map(({ calls }) => calls).join(', ')} calls at once against one process of the media service.

Callers speak for two to three seconds, hear the answer out, wait 700 ms and speak again. They speak for about 40 % of
the time. They are a process apart, and so are the store and all vendors. These take 250 ms to transcribe, 300 ms to the
first clause and 150 ms to its first sound. For each number of calls three processes take the streams, one after the other:

  product  the media service as the world and its container start it. It has signatures, tokens, conversation, the
           vendors' real clients, heartbeats, and turns written to the store
  floor    the least that could hold such a call: ws, fetch and Google's bare client around the product's ear. It has
           neither store nor marks nor pacing nor anything against failures. It answers at the first pause
  path     the product's door, phone line, ear with its neural detector, and pump. It has no conversation, vendors or
           store. The caller hears their own words again at once, so for as much of the time as a caller speaks

  v2v        from the caller's last sample above -50 dBFS to the answer's first frame at the caller's
             end of the stream. Turns whose beginning the product had in memory are left out (remembered)
  floor      the same, of the floor
  cpu        what a call takes of one processor, all threads of the product's process counted
  media_cpu  the same, of the path
  rss        the memory of the product's process with all its calls, less that before the first, for each call. Of
             few calls it says nothing, for the process sheds more of what its own start has left behind
  generator_late_p99_ms
             how late the callers' frames left. Where that is more than ${MAX_LATE_MS} ms, a row counts for nothing

Promised for ${PROMISED_CALLS} calls: v2v p50 at most ${PROMISED.aboveFloorMs} ms above the floor.
A call takes ${PROMISED.cpuPercent} % of a processor (${PROMISED.mediaCpuPercent} % for the path) and ${PROMISED.rssMb} MB.

Figures of the machine; other work on it spoils the figures above. The use of one processor by all other processes
is others_cpu_percent. The figure machine_late_ms is the longest time that the callers' process waited for its turn. Processors and memory are counted on Linux only.`,

  async measure(progress: Print) {
    await using stage = await openCapacityStage();
    const rows = [];
    for (const load of LOADS) {
      progress(`${load.calls} calls …`);
      rows.push(await measureRow(stage, load, progress));
    }
    const [last] = rows.filter(({ calls }) => calls === PROMISED_CALLS);
    const ok = rows.every(({ valid, unanswered }) => valid && unanswered === 0) && isPromised(last);
    return { ok, lines: table(rows), figures: { rows } };
  },
};

type CapacityRow = Awaited<ReturnType<typeof measureRow>>;

async function measureRow(
  stage: CapacityStage,
  load: { readonly calls: number; readonly countMs: number },
  progress: Print,
) {
  const floor = await stage.run('floor', load);
  progress(`  floor   ${summary(floor)}`);
  const product = await stage.run('product', load);
  progress(`  product ${summary(product)}`);
  const path = await stage.run('path', { ...load, countMs: PATH_COUNT_MS });
  progress(`  path    ${summary(path)}`);
  const runs = [floor, product, path];
  const worst = (of: (run: RunFigures) => number) => Math.max(...runs.map(of));
  const lateMs = worst(({ lateP99Ms }) => lateP99Ms);
  return {
    calls: load.calls,
    v2v_p50_ms: Math.round(quantile(product.turnsMs, 0.5)),
    v2v_p95_ms: Math.round(quantile(product.turnsMs, 0.95)),
    floor_p50_ms: Math.round(quantile(floor.turnsMs, 0.5)),
    floor_p95_ms: Math.round(quantile(floor.turnsMs, 0.95)),
    cpu_percent_per_call: rounded(product.cpuPercentPerCall),
    media_cpu_percent_per_call: rounded(path.cpuPercentPerCall),
    rss_mb_per_call: rounded(product.rssMbPerCall),
    generator_late_p99_ms: rounded(lateMs),
    valid: lateMs <= MAX_LATE_MS,
    turns: product.turnsMs.length,
    remembered: product.remembered,
    unanswered: product.unanswered + floor.unanswered,
    fillers: product.fillers,
    speech_percent: Math.round(product.speechPercent),
    machine_late_ms: Math.round(worst(({ machineLateMs }) => machineLateMs)),
    others_cpu_percent: worst(({ othersPercent }) => othersPercent),
  };
}

function isPromised(row: CapacityRow | undefined): boolean {
  return (
    row !== undefined &&
    row.v2v_p50_ms <= row.floor_p50_ms + PROMISED.aboveFloorMs &&
    row.cpu_percent_per_call <= PROMISED.cpuPercent &&
    row.media_cpu_percent_per_call <= PROMISED.mediaCpuPercent &&
    row.rss_mb_per_call <= PROMISED.rssMb
  );
}

function summary({ turnsMs, cpuPercentPerCall, lateP99Ms, othersPercent }: RunFigures): string {
  const p50 = turnsMs.length > 0 ? `p50 ${Math.round(quantile(turnsMs, 0.5))} ms, ` : '';
  return `${p50}${cpuPercentPerCall.toFixed(2)} % a call; frames late p99 ${lateP99Ms.toFixed(1)} ms, others ${othersPercent} %`;
}

function table(rows: readonly CapacityRow[]): string[] {
  const cells = rows.map((row) => [
    `${row.calls}`,
    `${row.v2v_p50_ms} / ${row.v2v_p95_ms}`,
    `${row.floor_p50_ms} / ${row.floor_p95_ms}`,
    `${row.cpu_percent_per_call} %`,
    `${row.media_cpu_percent_per_call} %`,
    `${row.rss_mb_per_call} MB`,
    [
      `${row.turns}`,
      row.remembered > 0 && `${row.remembered} remembered`,
      row.unanswered > 0 && `${row.unanswered} unanswered`,
    ]
      .filter(Boolean)
      .join(' + '),
    `${row.generator_late_p99_ms} ms${row.valid ? '' : ' INVALID'}`,
    `${row.others_cpu_percent} %`,
  ]);
  const head = [
    'calls',
    'v2v p50 / p95 ms',
    'floor p50 / p95 ms',
    'cpu a call',
    'media cpu',
    'rss a call',
    'turns',
    'frames late p99',
    'others',
  ];
  const widths = head.map((name, column) =>
    Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  return [head, ...cells].map((row) =>
    row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '),
  );
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}
