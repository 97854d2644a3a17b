import { parseArgs } from 'node:util';
import { openLaboratory } from './scenario/faults/laboratory.ts';
import { faultRows } from './scenario/faults/rows.ts';
import { printPlayed, printTable, toRowJson } from './scenario/faults/show-results.ts';
import { createNarrator, printResult } from './scenario/narrator.ts';
import { runScenario, type ScenarioResult } from './scenario/run-scenario.ts';
import { HEALTHY_LATENCIES, type Scenario, scenarios } from './scenario/scenarios.ts';
import { terminal } from './terminal.ts';
import { closedWorld } from './world/settings.ts';
import { openWorld } from './world/world.ts';

const HELP = `Usage: npm run demo [-- --faults [--all]] [--json]

Opens a world of its own, with stand-ins for every vendor, places the calls below
and checks what the product promises of them. Calls that break nothing run side by
side; each is shown when it is over.

${scenarios.map(({ name, purpose }) => `  ${name.padEnd(18)} ${purpose}`).join('\n')}

  --faults  instead, ${faultRows.length} calls in which something goes wrong, with prompts of a second
  --all     with them, the product’s own prompts, which take longer
  --json    one JSON document on stdout, everything else on stderr
  --help    this text

Exit code: 0 when every promise was kept, 1 when not, 2 for a wrong option.`;

/** Callers whom no real phone belongs to, but for the last digit. */
const CALLERS = '+97250000000';

const options = readOptions();
const print = options.json ? terminal.err : terminal.out;
if (options.help) terminal.out(HELP);
else process.exitCode = (await (options.faults ? demonstrateFaults() : demonstrate())) ? 0 : 1;

async function demonstrate(): Promise<boolean> {
  print('Opening the world …');
  await using world = await openWorld({ settings: closedWorld(), latencies: HEALTHY_LATENCIES });
  const run = async (scenario: Scenario, index: number): Promise<ScenarioResult> => {
    const lines: string[] = [];
    const narrator = createNarrator((line) => lines.push(line));
    const result = await runScenario(world, scenario, { from: `${CALLERS}${index}`, ...narrator });
    print([`\n${scenario.name}: ${scenario.purpose}`, ...lines].join('\n'));
    printResult(print, result);
    return result;
  };
  print(`Placing ${scenarios.length} calls; the longest takes 40 seconds.`);
  const results = await Promise.all(scenarios.filter((scenario) => !scenario.prepare).map(run));
  for (const [index, scenario] of scenarios.entries()) {
    if (scenario.prepare) results.push(await run(scenario, index));
  }
  if (options.json) terminal.out(JSON.stringify({ scenarios: results.map(toJson) }, null, 2));
  return results.every(({ ok }) => ok);
}

async function demonstrateFaults(): Promise<boolean> {
  const { length } = faultRows;
  print(`Placing ${length} calls in which something goes wrong; they take some minutes.\n`);
  await using laboratory = await openLaboratory(faultRows, options.all ? 'own' : 'brief');
  let played = 0;
  const results = await Promise.all(
    faultRows.map(async (row) => {
      const result = await laboratory.play(row);
      played += 1;
      printPlayed(print, result, `${String(played).padStart(3)}/${length}`);
      return result;
    }),
  );
  printTable(print, results);
  if (options.json) terminal.out(JSON.stringify({ rows: results.map(toRowJson) }, null, 2));
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

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        faults: { type: 'boolean', default: false },
        all: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.all && !values.faults) throw new Error('--all goes with --faults.');
    return values;
  } catch (error) {
    terminal.err(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    process.exit(2);
  }
}
