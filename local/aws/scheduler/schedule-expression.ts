/** The timing of a schedule: once, or at an interval. */
export type Timing =
  | { readonly kind: 'at'; readonly at: number }
  | { readonly kind: 'rate'; readonly everyMs: number };

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/**
 * Reads `at(…)` in a time zone or `rate(…)`; returns undefined where EventBridge Scheduler would refuse it:
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function readExpression(expression: string, timeZone = 'UTC'): Timing | undefined {
  const [, local] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(expression) ?? [];
  if (local) {
    const at = toEpochMs(local, timeZone);
    return at === undefined ? undefined : { kind: 'at', at };
  }
  const [, count, unit, plural] =
    /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  // "1 minutes" and "2 minute" are refused.
  if (!count || !unit || (count === '1') === (plural === 's')) return undefined;
  return { kind: 'rate', everyMs: Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS] };
}

/** Returns the epoch milliseconds of a zone's local time; undefined for an invalid time or zone. */
function toEpochMs(local: string, timeZone: string): number | undefined {
  const asUtc = Date.parse(`${local}Z`);
  try {
    const guess = asUtc - offsetMs(asUtc, timeZone);
    // The offset may change between the guess and the moment meant.
    const at = asUtc - offsetMs(guess, timeZone);
    return Number.isNaN(at) ? undefined : at;
  } catch {
    return undefined;
  }
}

function offsetMs(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at);
  return Date.parse(`${parts.replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000;
}
