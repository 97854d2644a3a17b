import { runCommand } from '@agent-locator/command-line/command.ts';
import { parseOptions, UsageError } from '@agent-locator/command-line/options.ts';
import { type Output, openOutput, progress } from '@agent-locator/command-line/output.ts';
import type { Print } from '@agent-locator/command-line/terminal.ts';
import { createCallPrinter, printResult } from './scenario/call-printer.ts';
import { openLaboratory } from './scenario/faults/laboratory.ts';
import { type Played, printPlayed, printTable, toRowJson } from './scenario/faults/result-table.ts';
import { titleOf } from './scenario/faults/row.ts';
import { faultRows } from './scenario/faults/rows.ts';
import { openMessageLaboratory } from './scenario/faults/whatsapp/laboratory.ts';
import { printMessageTable, toMessageRowJson } from './scenario/faults/whatsapp/result-table.ts';
import { messageTitleOf } from './scenario/faults/whatsapp/row.ts';
import { messageRows } from './scenario/faults/whatsapp/rows.ts';
import { createMeasurement, wasOnTime } from './scenario/measurement.ts';
import { runScenario, type ScenarioResult } from './scenario/scenario-run.ts';
import { HEALTHY_LATENCIES, type Scenario, scenarios } from './scenario/scenarios.ts';
import { closedWorld } from './world/settings.ts';
import { openWorld } from './world/world.ts';

const HELP = `Usage: npm run demo [-- --faults [--all]] [--json]

Opens a world of its own, with stand-ins for every vendor, places the calls below
and checks the product's promises for each. Calls that break nothing run side by
side; each is shown when it is over.

${scenarios.map(({ name, purpose }) => `  ${name.padEnd(18)} ${purpose}`).join('\n')}

  --faults  instead, ${faultRows.length} calls in which something goes wrong, with prompts of a second,
            and ${messageRows.length} conversations on WhatsApp
  --all     with them, the product’s own prompts, which take longer
  --json    one JSON document on stdout, everything else on stderr
  --help    this text

More in docs/failures.md.
Exit code: 0 when every promise was kept, 1 when not, 2 for a wrong option.`;

/** The first digits of the callers' numbers, in a range without subscribers. */
const CALLERS = '+97250000000';

process.exitCode = await runCommand({
  help: HELP,
  read: readOptions,
  run: ({ faults, all, json }) => {
    const output = openOutput(json);
    return faults ? demonstrateFaults(output, all) : demonstrate(output);
  },
});

async function demonstrate({ print, result: document }: Output): Promise<boolean> {
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

async function demonstrateFaults({ print, result }: Output, isAll: boolean): Promise<boolean> {
  const calls = await demonstrateCallFaults(print, isAll);
  // Sequential: other work on the machine would be measured in the calls.
  const messages = await demonstrateMessageFaults(print);
  printTable(print, calls);
  printMessageTable(print, messages);
  result({ rows: [...calls.map(toRowJson), ...messages.map(toMessageRowJson)] });
  return [...calls, ...messages].every(({ ok }) => ok);
}

async function demonstrateCallFaults(print: Print, isAll: boolean) {
  const { length } = faultRows;
  print(`Placing ${length} calls in which something goes wrong; they take some minutes.\n`);
  await using laboratory = await openLaboratory(faultRows, isAll ? 'own' : 'brief');
  return await playAll(faultRows, laboratory.play, { toTitle: titleOf, print });
}

async function demonstrateMessageFaults(print: Print) {
  const { length } = messageRows;
  print(
    `\nWriting ${length} times on WhatsApp while something goes wrong; it takes half a minute.\n`,
  );
  await using laboratory = await openMessageLaboratory(messageRows);
  return await playAll(messageRows, laboratory.play, { toTitle: messageTitleOf, print });
}

/** Runs the rows of one channel, and prints each result as it comes. */
async function playAll<Row, Result extends Omit<Played, 'title' | 'progress'>>(
  rows: readonly Row[],
  play: (row: Row) => Promise<Result>,
  { toTitle, print }: { readonly toTitle: (row: Row) => string; readonly print: Print },
): Promise<Result[]> {
  let count = 0;
  return Promise.all(
    rows.map(async (row) => {
      const result = await play(row);
      count += 1;
      const done = progress(count, rows.length);
      printPlayed(print, { ...result, title: toTitle(row), progress: done });
      return result;
    }),
  );
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

function readOptions(args: string[]) {
  const { values } = parseOptions({
    args,
    options: {
      faults: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  if (values.all && !values.faults) throw new UsageError('--all goes with --faults.');
  return values;
}
