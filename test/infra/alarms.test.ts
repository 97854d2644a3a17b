import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { NAMESPACE } from '#infra/metrics.ts';
import {
  callerAllowance,
  officeCallAllowance,
  officeMessageAllowance,
} from '#shared/domain/office/ceilings.ts';
import { deployed, ofType, synthesize } from './synthesis.ts';

const template = synthesize();
const alarms = ofType(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
const names = alarms.map(({ AlarmName }) => AlarmName.replace('agent-locator-', ''));
const alarmOf = (name: string) =>
  alarms.find(({ AlarmName }) => AlarmName === `agent-locator-${name}`);
const root = new URL('../../', import.meta.url);
const sources = ['functions', 'media-service', 'shared'].flatMap((folder) => read(folder)).join();
const isCounted = (metric: string) => sources.includes(`'${metric}'`);
const graphs = readGraphs();

type Metric = { readonly Namespace: string; readonly MetricName: string };
/** One metric or expression of an alarm. */
type Query = {
  readonly Id: string;
  readonly MetricStat?: { readonly Metric: Metric; readonly Period: number };
};

describe('every alarm', () => {
  test('notifies a person when it rings and when it is over', () => {
    expect(alarms.length).toBeGreaterThan(15);
    const topic = { Ref: expect.stringMatching(/^AlarmsTopic/) };
    for (const { AlarmActions, OKActions } of alarms) {
      expect([AlarmActions, OKActions]).toEqual([[topic], [topic]]);
    }
  });

  test('has its page in the runbook, and the runbook has no other', () => {
    const runbook = readFileSync(new URL('RUNBOOK.md', root), 'utf8');
    const headings = [...runbook.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
    expect(headings.sort()).toEqual([...names].sort());
  });

  test('says in the runbook what it means, what to look at and what to do', () => {
    const runbook = readFileSync(new URL('RUNBOOK.md', root), 'utf8');
    for (const page of runbook.split(/^### /m).slice(1)) {
      for (const part of ['**Means.**', '**Look at.**', '**Do.**']) expect(page).toContain(part);
    }
  });
});

describe.each(alarms.map((alarm) => [alarm.AlarmName.replace('agent-locator-', ''), alarm]))(
  'the alarm %s',
  (name, alarm) => {
    const watched = metricsOf(alarm);

    test('watches metrics that AWS has, or that the product counts', () => {
      expect(watched.length).toBeGreaterThan(0);
      const own = watched.filter(({ Namespace }) => Namespace === NAMESPACE);
      expect(own.filter(({ MetricName }) => !isCounted(MetricName))).toEqual([]);
    });

    test('names the graph of the dashboard that draws its metrics, and its page', () => {
      const [, graph = '', page] =
        /Dashboard: (.+)\. RUNBOOK\.md: (.+)\.$/.exec(alarm.AlarmDescription) ?? [];
      expect(page).toBe(name);
      const drawn = graphs.find(({ title }) => title === graph)?.metrics ?? [];
      const missing = watched.filter(
        ({ Namespace, MetricName }) =>
          !drawn.some(([namespace, metric]) => namespace === Namespace && metric === MetricName),
      );
      expect(missing).toEqual([]);
      expect(pageOf(name)).toContain(`*${graph}*`);
    });
  },
);

describe('an outage of a small office, with some eight calls an hour', () => {
  test.each([
    'webhooks-failing',
    'signatures-wrong',
    'streams-refused',
    'not-ready',
    'ceilings-not-read',
  ])('rings %s with one failure in two of three periods of five minutes', (name) => {
    const alarm = alarmOf(name);
    expect(alarm).toMatchObject({
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      DatapointsToAlarm: 2,
      EvaluationPeriods: 3,
    });
    const periods = alarm.Metrics
      ? alarm.Metrics.flatMap(({ MetricStat }: Query) => MetricStat?.Period ?? [])
      : [alarm.Period];
    expect(new Set(periods)).toEqual(new Set([300]));
  });

  test('rings when two callers in a quarter of an hour, and more than half of all, are asked for a voicemail', () => {
    const { Metrics, Threshold } = alarmOf('voicemails-asked');
    expect(Threshold).toBe(0);
    expect(Metrics[0].Expression).toBe(
      'IF(FILL(part, 0) >= 2 AND FILL(part, 0) > 0.5 * FILL(whole, 0), part, 0)',
    );
    expect(
      Metrics.slice(1).map(({ Id, MetricStat: { Metric, Period } }: Required<Query>) => [
        Id,
        Metric.MetricName,
        Period,
      ]),
    ).toEqual([
      ['part', 'VoicemailsAsked', 900],
      // Requests of strangers are invocations as well, and would hide the callers.
      ['whole', 'CallsReceived', 900],
    ]);
  });

  test('of a vendor alone does not ring the alarm of the webhooks: answers of /readyz are left out', () => {
    expect(alarmOf('webhooks-failing').Metrics[0].Expression).toBe(
      'FILL(errors, 0) - FILL(degraded, 0)',
    );
  });
});

describe('an alarm', () => {
  test.each([
    ['call', 'the office’s day, or the share without numbers,', 'office-day-used'],
    ['message', 'the office’s day', 'office-messages-used'],
  ])('rings at the first %s that %s refuses: %s', (kind, _, name) => {
    const { Metrics, Threshold, EvaluationPeriods } = alarmOf(name);
    expect([Threshold, EvaluationPeriods]).toEqual([0, 1]);
    const watched = Metrics.flatMap(({ MetricStat }: Query) => MetricStat?.Metric ?? []).map(
      ({ MetricName, Dimensions }: Metric & { Dimensions: { Value: string }[] }) => [
        MetricName,
        ...Dimensions.map(({ Value }) => Value),
      ],
    );
    const used = { calls: 1e9, seconds: 0, messages: 1e9 };
    const refusals =
      kind === 'call'
        ? [callerAllowance('anonymous', { ...used, atOnce: 1 }), officeCallAllowance(used)]
        : [{ reason: officeMessageAllowance(used) }];
    expect(watched).toEqual(
      refusals.map((refusal) => ['CeilingsReached', 'reason' in refusal && refusal.reason]),
    );
  });

  test('rings when strangers kept the canary from asking for most of half an hour', () => {
    expect(alarmOf('canary-throttled')).toMatchObject({
      MetricName: 'CanaryThrottled',
      Statistic: 'Sum',
      Period: 300,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      DatapointsToAlarm: 4,
      EvaluationPeriods: 6,
    });
  });

  test('rings when the office’s homes were not imported in any hour of a day', () => {
    expect(alarmOf('listing-source-failing')).toMatchObject({
      MetricName: 'ListingSourceFailures',
      Period: 3_600,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      DatapointsToAlarm: 24,
      EvaluationPeriods: 24,
    });
  });
});

describe('every metric in an alarm', () => {
  test('is counted by the product under the same name', () => {
    const watched = [
      ...JSON.stringify(template).matchAll(
        /[\\"]*(?:MetricName|metricName)[\\"]*:[\\"]*(\w+)[\\"]*,[\\"]*(?:Namespace|namespace)[\\"]*:[\\"]*AgentLocator/g,
      ),
    ].map(([, name]) => name);
    const drawn = [...dashboard().matchAll(/"AgentLocator","(\w+)"/g)].map(([, name]) => name);
    const all = new Set([...watched, ...drawn]);
    expect(all.size).toBeGreaterThan(10);
    expect([...all].filter((name) => !isCounted(name ?? ''))).toEqual([]);
  });

  test('is counted in the namespace that the product counts in', () => {
    expect(readFileSync(new URL('shared/log.ts', root), 'utf8')).toContain(`'${NAMESPACE}'`);
  });
});

/** Returns a page of the runbook, without its line breaks. */
function pageOf(name: string): string {
  const runbook = readFileSync(new URL('RUNBOOK.md', root), 'utf8');
  const page = runbook.split(/^#+ /m).find((text) => text.startsWith(`${name}\n`));
  return (page ?? '').replace(/\s+/g, ' ');
}

/** Lists the metrics behind an alarm: its own, or those of its expression. */
function metricsOf({
  Metrics,
  Namespace,
  MetricName,
}: Metric & { readonly Metrics?: readonly Query[] }): readonly Metric[] {
  if (!Metrics) return [{ Namespace, MetricName }];
  return Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []);
}

/** Lists the graphs of the dashboard by their titles; each metric begins with its namespace and its name. */
function readGraphs(): { title: string; metrics: string[][] }[] {
  const [[, { Properties }] = ['', { Properties: {} }]] = ofType(
    template,
    'AWS::CloudWatch::Dashboard',
  );
  const { widgets } = JSON.parse(`${deployed(Properties.DashboardBody)}`);
  return widgets.map(({ properties }: { properties: { title: string; metrics?: string[][] } }) => ({
    title: properties.title,
    metrics: properties.metrics ?? [],
  }));
}

function dashboard(): string {
  const [[, { Properties }] = ['', { Properties: {} }]] = ofType(
    template,
    'AWS::CloudWatch::Dashboard',
  );
  return JSON.stringify(Properties.DashboardBody).replaceAll('\\"', '"');
}

function read(folder: string): string[] {
  const files = readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(`${folder}/${file}`, root), 'utf8'));
}
