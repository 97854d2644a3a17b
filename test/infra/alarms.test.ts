import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { NAMESPACE } from '#infra/metrics.ts';
import { ofType, synthesize } from './synthesis.ts';

const template = synthesize();
const alarms = ofType(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
const names = alarms.map(({ AlarmName }) => AlarmName.replace('agent-locator-', ''));
const root = new URL('../../', import.meta.url);

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

describe('every metric in an alarm', () => {
  test('is counted by the product under the same name', () => {
    const sources = ['functions', 'media-service', 'shared']
      .flatMap((folder) => read(folder))
      .join();
    const watched = [
      ...JSON.stringify(template).matchAll(
        /[\\"]*(?:MetricName|metricName)[\\"]*:[\\"]*(\w+)[\\"]*,[\\"]*(?:Namespace|namespace)[\\"]*:[\\"]*AgentLocator/g,
      ),
    ].map(([, name]) => name);
    const drawn = [...dashboard().matchAll(/"AgentLocator","(\w+)"/g)].map(([, name]) => name);
    const all = new Set([...watched, ...drawn]);
    expect(all.size).toBeGreaterThan(10);
    expect([...all].filter((name) => !sources.includes(`'${name}'`))).toEqual([]);
  });

  test('is counted in the namespace that the product counts in', () => {
    expect(readFileSync(new URL('shared/log.ts', root), 'utf8')).toContain(`'${NAMESPACE}'`);
  });
});

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
