import { inspect } from 'node:util';
import { runCommand } from '@agent-locator/command-line/command.ts';
import { parseOptions, UsageError } from '@agent-locator/command-line/options.ts';
import { type Print, terminal } from '@agent-locator/command-line/terminal.ts';
import { keepResult } from './results.ts';

/** A bench: its title, and a run that reports its progress. */
type Bench = {
  readonly purpose: string;
  readonly measure: (progress: Print) => Promise<Measured>;
};

type Measured = {
  /** Promises that were measured to hold. */
  readonly ok: boolean;
  /** The report for people. */
  readonly lines: readonly string[];
  /** The report for programs: one JSON document. */
  readonly figures: object;
};

const BENCHES: Record<string, () => Promise<Bench>> = {
  vad: async () => (await import('./vad.ts')).vad,
  'barge-in': async () => (await import('./barge-in.ts')).bargeIn,
  watchdog: async () => (await import('./watchdog.ts')).watchdog,
  capacity: async () => (await import('./capacity.ts')).capacity,
  reconnect: async () => (await import('./reconnect.ts')).reconnect,
  turns: async () => (await import('./turns.ts')).turns,
  whatsapp: async () => (await import('./whatsapp.ts')).whatsapp,
  telling: async () => (await import('./telling.ts')).telling,
  listings: async () => (await import('./listings.ts')).listings,
  'cold-start': async () => (await import('./cold-start.ts')).coldStart,
};

const NAMES = Object.keys(BENCHES).join(', ');

const HELP = `Usage: npm run bench -- <name> [--json] [--write]

Measures one thing on this machine, in at most four minutes: ${NAMES}

  --write   keeps the figures in test/bench/RESULTS.md, too
  --json    one JSON document on stdout, everything else on stderr
  --help    this text; with a name, what that bench measures

More in docs/benchmarks.md.
Exit code: 0 when what is promised holds, 1 when not, 2 for a wrong name or option.`;

type Options = {
  readonly name: string;
  readonly bench: Bench;
  readonly json: boolean;
  readonly write: boolean;
};

/** Measures a bench, prints its report, and returns whether its promises hold. */
async function measure({ name, bench, json, write }: Options): Promise<boolean> {
  const { ok, lines, figures } = await bench.measure(terminal.err);
  terminal.out(json ? JSON.stringify(figures, null, 2) : lines.join('\n'));
  if (write) await keepResult({ name, purpose: bench.purpose, lines, ok });
  return ok;
}

function readOptions(args: string[], bench: Bench | undefined): Options {
  const { values, positionals } = parseOptions({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  const [name, ...more] = positionals;
  if (more.length > 0) throw new UsageError('One bench at a time.');
  if (name === undefined) throw new UsageError(`Name a bench: ${NAMES}.`);
  if (!bench) throw new UsageError(`No bench is called ${name}, only ${NAMES}.`);
  return { name, bench, ...values };
}

const named = process.argv.slice(2).find((arg) => !arg.startsWith('-'));
const bench = named === undefined ? undefined : await BENCHES[named]?.();
process.exitCode = await runCommand({
  help: bench?.purpose ?? HELP,
  read: (args) => readOptions(args, bench),
  run: measure,
  // A bench that breaks is mended here, so its stack is told.
  explain: inspect,
});
