import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { mp3DurationMs, toMp3 } from './speech/mp3.ts';
import { createLocalVoice } from './speech/voice.ts';

type Prompt = { readonly text: string; readonly pointed: string; readonly duration_ms: number };

const PROMPTS = new URL('../assets/prompts.json', import.meta.url);
const RECORDINGS = new URL('../assets/tts/', import.meta.url);
const HELP = `Usage: npm run prompts

Renders every prompt of assets/prompts.json to assets/tts/<name>.mp3 with the offline Hebrew voice
(mono, 22.05 kHz, 48 kbit/s) and writes its measured length back as duration_ms.
To change what callers hear, edit "text" and "pointed" (the same words with vowel points) and run it again.

  --help  show this
`;

/** Renders the recorded prompts; answers the exit code: 0 done, 1 failed, 2 asked wrongly. */
async function main(): Promise<number> {
  try {
    const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } });
    if (values.help) process.stdout.write(HELP);
    else await renderPrompts();
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return isMisuse(error) ? 2 : 1;
  }
}

function isMisuse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && `${error.code}`.startsWith('ERR_PARSE_ARGS');
}

async function renderPrompts(): Promise<void> {
  const prompts: Record<string, Prompt> = JSON.parse(await readFile(PROMPTS, 'utf8'));
  await mkdir(RECORDINGS, { recursive: true });
  await using voice = await createLocalVoice();
  for (const [name, prompt] of Object.entries(prompts)) {
    const mp3 = toMp3(await voice.render(prompt.pointed));
    const durationMs = await mp3DurationMs(mp3);
    await writeFile(new URL(`${name}.mp3`, RECORDINGS), mp3);
    prompts[name] = { ...prompt, duration_ms: durationMs };
    process.stdout.write(`${name}  ${(durationMs / 1_000).toFixed(2)} s  ${mp3.length} bytes\n`);
  }
  await writeFile(PROMPTS, `${JSON.stringify(prompts, null, 2)}\n`);
}

process.exitCode = await main();
