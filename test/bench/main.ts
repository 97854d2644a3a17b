import { parseArgs } from 'node:util';
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
  listings: async () => (await import('./listings.ts')).listings,
  'cold-start': async () => (await import('./cold-start.ts')).coldStart,
};

const HELP = `Usage: npm run bench -- <name> [--json] [--write]

Measures one thing on this machine, in at most four minutes: ${Object.keys(BENCHES).join(', ')}

  --write   keeps the figures in test/bench/RESULTS.md, too
  --json    one JSON document on stdout, everything else on stderr
  --help    this text; with a name, what that bench measures

More in docs/benchmarks.md.
Exit code: 0 when what is promised holds, 1 when not, 2 for a wrong name or option.`;

/** Runs one bench and returns the exit code. */
async function main(): Promise<number> {
  const options = readOptions();
  if (typeof options === 'string') {
    terminal.err(`${options}\n\n${HELP}`);
    return 2;
  }
  const bench = options.name === undefined ? undefined : await BENCHES[options.name]?.();
  if (options.help) {
    terminal.out(bench ? bench.purpose : HELP);
    return 0;
  }
  if (!(bench && options.name)) {
    terminal.err(`${options.name ? `No bench is called ${options.name}.\n\n` : ''}${HELP}`);
    return 2;
  }
  const { ok, lines, figures } = await bench.measure(terminal.err);
  terminal.out(options.json ? JSON.stringify(figures, null, 2) : lines.join('\n'));
  if (options.write) await keepResult({ name: options.name, purpose: bench.purpose, lines, ok });
  return ok ? 0 : 1;
}

type Options = {
  readonly name: string | undefined;
  readonly json: boolean;
  readonly write: boolean;
  readonly help: boolean;
};

function readOptions(): Options | string {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const [name, ...more] = positionals;
    return more.length > 0 ? 'One bench at a time.' : { name, ...values };
  } catch (error) {
    return error instanceof Error ? error.message : `${error}`;
  }
}

process.exitCode = await main();
