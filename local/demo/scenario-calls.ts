import type { Output } from '@agent-locator/command-line/output.ts';
import { createCallPrinter, printResult } from '#local/scenario/call-printer.ts';
import { createMeasurement, wasOnTime } from '#local/scenario/measurement.ts';
import { runScenario, type ScenarioResult } from '#local/scenario/scenario-run.ts';
import { HEALTHY_LATENCIES, type Scenario, scenarios } from '#local/scenario/scenarios.ts';
import { closedWorld } from '#local/world/settings.ts';
import { openWorld } from '#local/world/world.ts';

/** The first digits of the callers' numbers, in a range without subscribers. */
const CALLERS = '+97250000000';

/** Places the demonstration calls; returns whether every promise was kept. */
export async function demonstrateScenarios({ print, result: document }: Output): Promise<boolean> {
  print('Opening the world …');
  await using world = await openWorld({ settings: closedWorld(), latencies: HEALTHY_LATENCIES });
  const measurement = createMeasurement();
  const run = async (scenario: Scenario, index: number): Promise<ScenarioResult> => {
    const lines: string[] = [];
    const printer = createCallPrinter((line) => lines.push(line));
    const result = await measurement.measure(
      () => runScenario(world, scenario, { from: `${CALLERS}${index}`, ...printer }),
      (measured) => measured.ok || wasOnTime(measured),
    );
    print([`\n${scenario.name}: ${scenario.purpose}`, ...lines].join('\n'));
    printResult(print, result);
    return result;
  };
  print(`Placing ${scenarios.length} calls; the longest takes 40 seconds.`);
  const results = await Promise.all(scenarios.filter((scenario) => !scenario.prepare).map(run));
  for (const [index, scenario] of scenarios.entries()) {
    if (scenario.prepare) results.push(await run(scenario, index));
  }
  document({ scenarios: results.map(toJson) });
  return results.every(({ ok }) => ok);
}

function toJson({ name, ok, problems, report, heard, records }: ScenarioResult) {
  return {
    name,
    ok,
    problems,
    call_sid: report.callSid,
    longest_dead_air_ms: report.longestDeadAirMs,
    heard,
    turns: records.turns,
    call_log: records.callLog,
  };
}
