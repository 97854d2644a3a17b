import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem, type } from 'node:os';
import { promisify } from 'node:util';
import manifest from '../../package.json' with { type: 'json' };

const FILE = new URL('RESULTS.md', import.meta.url);

const HEAD = `# What was measured

Each section is written by its bench: \`npm run bench -- <name> --write\`.
`;

/** The result of a bench, and how it was measured. */
type Result = {
  readonly name: string;
  readonly purpose: string;
  readonly lines: readonly string[];
  readonly ok: boolean;
};

/** Writes a bench's result to RESULTS.md in place of its last one. */
export async function keepResult(result: Result): Promise<void> {
  const text = await readFile(FILE, 'utf8').catch(() => HEAD);
  const [head = '', ...sections] = text.split(/^(?=## )/m);
  const others = sections.filter((section) => !section.startsWith(`## ${result.name}\n`));
  const all = [...others, await sectionOf(result)].toSorted();
  await writeFile(
    FILE,
    [head, ...all]
      .map((part) => part.trimEnd())
      .join('\n\n')
      .concat('\n'),
  );
}

async function sectionOf({ name, purpose, lines, ok }: Result): Promise<string> {
  const { ws, openai, '@google-cloud/text-to-speech': google } = manifest.dependencies;
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB`;
  return [
    `## ${name}`,
    '',
    `- ${ok ? 'All that is promised holds.' : '**Not all that is promised holds.**'}`,
    `- measured ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC at ${await revision()}`,
    `- machine: ${machine}, ${type()} ${release()}`,
    `- versions: Node ${process.version}, ws ${ws}, openai ${openai}, @google-cloud/text-to-speech ${google}`,
    `- to repeat: \`npm run bench -- ${name} --write\``,
    '',
    '```',
    ...lines,
    '```',
    '',
    'The bench in its own words:',
    '',
    '```',
    purpose,
    '```',
  ].join('\n');
}

/** Returns the commit that was measured, where Git names one. */
async function revision(): Promise<string> {
  const git = (...args: string[]) => promisify(execFile)('git', args, { cwd: import.meta.dirname });
  try {
    const { stdout: commit } = await git('rev-parse', '--short', 'HEAD');
    const { stdout: changes } = await git('status', '--porcelain', '--untracked-files=no');
    return `commit ${commit.trim()}${changes ? ' and changes since' : ''}`;
  } catch {
    return 'an unknown commit';
  }
}
