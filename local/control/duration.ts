import { InvalidInput } from '#shared/errors.ts';

const msOfUnit: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * Reads a duration, `500ms`, `1.5s`, `2m` or `25h`, as whole milliseconds.
 * @throws InvalidInput for any other text.
 */
export function toMs(text: string, name: string): number {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/.exec(text.trim()) ?? [];
  const unitMs = msOfUnit[unit];
  if (amount === undefined) {
    throw new InvalidInput(`${name} must be a duration like 12s or 500ms, not "${text}".`);
  }
  if (unitMs === undefined) {
    const problem = unit ? `has the unknown unit "${unit}"` : 'needs a unit';
    throw new InvalidInput(`${name} ${problem}: write ms, s, m or h, as in ${amount}s.`);
  }
  const ms = Math.round(Number(amount) * unitMs);
  if (ms === 0) throw new InvalidInput(`${name} must be longer than ${text}.`);
  return ms;
}
