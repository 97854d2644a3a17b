import { HEARTBEAT_MS } from '#shared/domain/calls/call-watch.ts';
import { WATCHDOG_PACE } from '#shared/domain/calls/watchdog.ts';
import { quantile } from './quantile.ts';
import type { StreamsReport } from './watchdog-streams.ts';

/** The promise while the store is available. */
export const PROMISED_MS = 700;
/** Extra time after an outage: the last streams to come back prolong the quiet by a heartbeat. */
export const QUIET_MS = WATCHDOG_PACE.quietMs + HEARTBEAT_MS + WATCHDOG_PACE.sweepEveryMs;

/** Events of a run: the requests to Twilio, the outage, and the reports of the tasks. */
type WatchdogRun = {
  readonly updates: readonly { readonly callSid: string; readonly at: number }[];
  readonly outage: { readonly startedAt: number; readonly endedAt: number };
  readonly reports: readonly StreamsReport[];
  /** The longest time that Twilio's stand-in waited for the processor. */
  readonly lateMs: number;
};

/** Figures of the watchdog in a run, and of the machine it ran on. */
export function watchdogFigures({ updates, outage, reports, lateMs }: WatchdogRun) {
  const deadlines = new Map(reports.flatMap((report) => report.deadlines));
  const first = new Map(updates.toReversed().map(({ callSid, at }) => [callSid, at]));
  const found = [...deadlines].flatMap(([callSid, deadlineAt]) => {
    const at = first.get(callSid);
    return at === undefined ? [] : [{ deadlineAt, at }];
  });
  const isHit = ({ deadlineAt }: { deadlineAt: number }) =>
    // A deadline shortly before the outage may fall into it.
    deadlineAt > outage.startedAt - PROMISED_MS && deadlineAt < outage.endedAt + QUIET_MS;
  const redirectsMs = found
    .filter((call) => !isHit(call))
    .map(({ at, deadlineAt }) => at - deadlineAt);
  const hit = found.filter(isHit);
  const beatsMs = reports.flatMap((report) => report.beatsMs);
  return {
    redirects: found.length,
    false: [...first.keys()].filter((callSid) => !deadlines.has(callSid)).length,
    double: updates.length - first.size,
    p50_ms: quantile(redirectsMs, 0.5),
    p99_ms: quantile(redirectsMs, 0.99),
    outage_calls: hit.length,
    outage_max_ms: Math.max(0, ...hit.map(({ at }) => at - outage.endedAt)),
    beat_p99_ms: Math.round(quantile(beatsMs, 0.99)),
    machine_late_ms: Math.round(Math.max(lateMs, ...reports.map((report) => report.lateMs))),
  };
}
