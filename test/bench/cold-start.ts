import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Print } from '@agent-locator/command-line/terminal.ts';
import { bundle } from '#infra/bundles.ts';
import { functions } from '#infra/functions.ts';
import type { lambdas } from '#shared/lambdas.ts';

/** Readings of each bundle; the median counts. */
const STARTS = 5;
/** A machine that is busy with other work takes longer than any cold start. */
const START_DEADLINE_MS = 20_000;

/** Prints only the time that an import takes. */
const importer = `
  const at = performance.now();
  await import(process.argv[1]);
  process.stdout.write(String(performance.now() - at));
`;

const run = promisify(execFile);

type Figures = {
  readonly name: string;
  readonly kb: number;
  readonly ceilingKb: number;
  readonly importMs: number;
};

/** Measures a cold start: the size of each function's bundle against its ceiling, and the time of its import. */
export const coldStart = {
  purpose: `Bundles all functions as for AWS and imports each ${STARTS} times in a process of its own.
Promised: every bundle is under its ceiling (infra/functions.ts), incoming-call at 500 KB.
The times are this machine's, with the file in its cache. A Lambda of 1,769 MB has one core, of 512 MB a third.`,

  async measure(progress: Print) {
    const folder = await mkdtemp(join(tmpdir(), 'agent-locator-cold-start-'));
    try {
      progress('Bundling …');
      const bundles = await bundle(folder);
      const figures: Figures[] = [];
      for (const [name, { ceilingKb }] of Object.entries(functions)) {
        progress(`${name} …`);
        const file = join(bundles.functions[name as keyof typeof lambdas], 'index.mjs');
        const kb = (await stat(file)).size / 1_024;
        figures.push({ name, kb: Math.round(kb), ceilingKb, importMs: await importMs(file) });
      }
      const isUnder = ({ kb, ceilingKb }: Figures) => kb <= ceilingKb;
      return {
        ok: figures.every(isUnder),
        lines: [
          `${'function'.padEnd(22)}    KB  ceiling  import (ms)`,
          ...figures.map((one) => {
            const { name, kb, ceilingKb, importMs } = one;
            const numbers = [
              `${kb}`.padStart(5),
              `${ceilingKb}`.padStart(8),
              `${importMs}`.padStart(12),
            ];
            return `${isUnder(one) ? '✓' : '✗'} ${name.padEnd(21)} ${numbers.join(' ')}`;
          }),
        ],
        figures: { functions: figures },
      };
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};

async function importMs(file: string): Promise<number> {
  const times: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    const program = ['--input-type=module', '--eval', importer, file];
    const { stdout } = await run(process.execPath, program, { timeout: START_DEADLINE_MS });
    times.push(Number(stdout));
  }
  times.sort((one, other) => one - other);
  return Math.round(times[Math.floor(STARTS / 2)] ?? 0);
}
