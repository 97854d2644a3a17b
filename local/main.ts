import { once } from 'node:events';
import { runCommand } from '@agent-locator/command-line/command.ts';
import { parseOptions } from '@agent-locator/command-line/options.ts';
import { faint, terminal } from '@agent-locator/command-line/terminal.ts';
import { processEnvironment } from '#shared/config/environment.ts';
import { InvalidInput } from '#shared/errors.ts';
import { createControlServer } from './control/control-server.ts';
import { leaveWorldState, STATE_FOLDER, toWorldState } from './control/running-world.ts';
import { createCallPrinter, printRecords, printResult } from './scenario/call-printer.ts';
import { createMeasurement, wasOnTime } from './scenario/measurement.ts';
import { runScenario } from './scenario/scenario-run.ts';
import { scenarios } from './scenario/scenarios.ts';
import { readWorldSettings, type WorldSettings } from './world/settings.ts';
import { openWorld, type World } from './world/world.ts';

const HELP = `Usage: npm start [-- options]

Opens the whole product with all its vendors on this machine. It places one
demonstration call, shows it live, and serves until Ctrl-C.

  --quiet         place no demonstration call
  --log           show every line that the product logs, not only its complaints
  --state folder  where npm run call and chat find this world (.local)
  --help          this text

Environment: PORT (8080), PUBLIC_BASE_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN,
OPENAI_API_KEY, GOOGLE_APPLICATION_CREDENTIALS.
More in docs/local-calls.md; docs/configuration.md has the table of all variables.
Exit code: 0 after Ctrl-C; 1 when the world cannot be opened; 2 for a wrong option or setting.`;

/** As on AWS, a call whose process dies continues in the other. */
const MEDIA_PROCESSES = 2;
/** A caller in a range without subscribers. */
const CALLER = '+972500000001';

process.exitCode = await runCommand({
  help: HELP,
  read: readOptions,
  run: start,
  misuse: [InvalidInput],
  explain,
});

type Options = ReturnType<typeof readOptions>;

/** Serves until a signal; an error after the signal is a consequence of closing. */
async function start(options: Options): Promise<boolean> {
  const stopped = AbortSignal.any([onceSignalled('SIGINT'), onceSignalled('SIGTERM')]);
  try {
    await serve(options, stopped);
  } catch (error) {
    if (!stopped.aborted) throw error;
  }
  return true;
}

async function serve(options: Options, stopped: AbortSignal): Promise<void> {
  const settings = readWorldSettings(processEnvironment());
  terminal.out('Opening the world …');
  await using world = await openWorld({
    settings,
    mediaProcesses: MEDIA_PROCESSES,
    replacesMedia: true,
    onLog: (line) => {
      if (options.log || !isRoutine(line)) terminal.out(faint(line));
    },
  });
  await using control = await createControlServer(world);
  await using _state = await leaveWorldState(options.state, toWorldState(world, control));
  introduce(world, settings);
  if (world.exchange && !options.quiet) await demonstrate(world, stopped);
  if (!stopped.aborted) {
    terminal.out(`\nServing ${world.url} until Ctrl-C.`);
    if (world.exchange) {
      terminal.out(
        faint('In another terminal, npm run call calls it and npm run chat writes to it.'),
      );
    }
    await once(stopped, 'abort');
  }
  terminal.out('\nClosing …');
}

/** Whether a log line is neither a warning nor an error. */
function isRoutine(line: string): boolean {
  return /"level":"info"|"_aws":/.test(line);
}

/** Prints the addresses, and which vendors are stand-ins. */
function introduce(world: World, settings: WorldSettings): void {
  const standIns = [
    world.exchange && 'Twilio',
    !settings.openaiApiKey && 'OpenAI',
    !settings.googleCredentialsJson && 'Google Text-to-Speech',
    'DynamoDB',
    'S3',
    'Lambda',
    'Scheduler',
    'SES',
  ].filter(Boolean);
  terminal.out(`Ready at ${world.url}`);
  terminal.out(
    faint(`Stand-ins on this machine: ${standIns.join(', ')}. No key, no network, no cost.`),
  );
  terminal.out(
    faint('Their ear knows only what callers of this world say; their brain is a set of rules.'),
  );
  if (world.exchange) return;
  terminal.out('\nTwilio is the real one. In another terminal, have it call this world:');
  terminal.out(`  npm run setup-twilio -- ${world.env['PUBLIC_BASE_URL']}`);
}

async function demonstrate(world: World, stopped: AbortSignal): Promise<void> {
  const [conversation] = scenarios;
  if (!conversation) return;
  const call = createMeasurement().measure(
    (attempt) => {
      if (attempt > 0) terminal.out(faint('\nThis machine was late, so the call is placed again.'));
      terminal.out('\nA customer calls:\n');
      return runScenario(world, conversation, { from: CALLER, ...createCallPrinter(terminal.out) });
    },
    (result) => result.ok || wasOnTime(result),
  );
  const result = await Promise.race([call, once(stopped, 'abort')]);
  if (Array.isArray(result)) return;
  printRecords(terminal.out, result.records);
  terminal.out('');
  printResult(terminal.out, result);
}

function onceSignalled(name: 'SIGINT' | 'SIGTERM'): AbortSignal {
  const controller = new AbortController();
  process.once(name, () => controller.abort());
  return controller.signal;
}

function explain(error: unknown): string {
  if (error instanceof InvalidInput) return error.message;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return 'The port is taken by another program. Choose another one: PORT=8090 npm start';
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function readOptions(args: string[]) {
  return parseOptions({
    args,
    options: {
      quiet: { type: 'boolean', default: false },
      log: { type: 'boolean', default: false },
      state: { type: 'string', default: STATE_FOLDER },
    },
  }).values;
}
