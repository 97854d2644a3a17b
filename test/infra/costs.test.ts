import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { busy, busyHour, type Cost, idleMonth, told, toldMonth, total } from '#infra/costs.ts';
import { prices } from '#infra/prices.ts';
import { ofType, synthesize } from './synthesis.ts';

/** The limits of the whole infrastructure's costs, in US dollars. */
const IDLE_MONTH_USD = 95;
const CALL_MINUTE_USD = 0.0003;

const costsFile = new URL('../../docs/costs.md', import.meta.url);
const idle = idleMonth(alarmMetrics());
const hour = busyHour();
const callMinuteUsd = total(hour) / (busy.calls * 60);

test('a month without calls costs no more than $95', () => {
  expect(total(idle)).toBeLessThanOrEqual(IDLE_MONTH_USD);
});

test('a minute of one call among a thousand costs no more than $0.0003', () => {
  expect(callMinuteUsd).toBeLessThanOrEqual(CALL_MINUTE_USD);
});

// `npx vitest run test/infra/costs.test.ts -u` rewrites the tables.
test('docs/costs.md holds the costs as calculated now', async () => {
  const [before, rest = ''] = readFileSync(costsFile, 'utf8').split('<!-- costs -->\n');
  const [, after] = rest.split('<!-- /costs -->');
  const now = [before, '<!-- costs -->\n', section(), '<!-- /costs -->', after].join('');
  await expect(now).toMatchFileSnapshot(costsFile.pathname);
});

function section(): string {
  return `List prices of ${prices.region}, ${prices.readAt}, before any free allowance; Twilio, OpenAI and Google bill separately.

| without calls | | $ per month |
|---|---|---:|
${rows(idle)}

| ${busy.calls.toLocaleString('en')} concurrent calls | | $ per hour |
|---|---|---:|
${rows(hour)}

That is $${callMinuteUsd.toFixed(5)} per call-minute.

| ${told.messages.toLocaleString('en')} messages to the people of the office, as mails | | $ |
|---|---|---:|
${rows(toldMonth())}
`;
}

function rows(costs: readonly Cost[]): string {
  const lines = costs.map(({ what, why, usd }) => `| ${what} | ${why} | ${usd.toFixed(2)} |`);
  return [...lines, `| **total** | | **${total(costs).toFixed(2)}** |`].join('\n');
}

/** Returns the number of metrics in all alarms: AWS bills each of them. */
function alarmMetrics(): number {
  const alarms = ofType(synthesize(), 'AWS::CloudWatch::Alarm');
  return alarms
    .map(([, { Properties }]) =>
      (Properties.Metrics ?? [{ MetricStat: Properties }]).filter(
        (metric: { MetricStat?: object }) => metric.MetricStat,
      ),
    )
    .reduce((sum, metrics) => sum + metrics.length, 0);
}
