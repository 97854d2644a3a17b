import { fileURLToPath, pathToFileURL } from 'node:url';
import { runCommand } from '@agent-locator/command-line/command.ts';
import { parseOptions } from '@agent-locator/command-line/options.ts';
import { progress } from '@agent-locator/command-line/output.ts';
import { terminal } from '@agent-locator/command-line/terminal.ts';
import { processEnvironment } from '#shared/config/environment.ts';
import { InvalidInput } from '#shared/errors.ts';
import { readGoogleSettings } from './google-settings.ts';
import { createGoogleReader } from './prompts/google-reader.ts';
import { createOfflineReader } from './prompts/offline-reader.ts';
import type { Reader } from './prompts/reader.ts';
import { renderAssets } from './prompts/rendering.ts';

const ASSETS = fileURLToPath(new URL('../assets', import.meta.url));

const HELP = `Usage: npm run prompts [-- --folder folder]

Renders the recordings that callers hear:
  assets/prompts.json  to assets/tts/<name>.mp3       for Twilio to play
  assets/phrases.json  to assets/phrases/<name>.ulaw  for a stream: bare μ-law, 8 kHz
and writes each measured length back as duration_ms. To change a recording, edit "text" and
"pointed" (the same words with vowel points) and run it again.

The voice is Google's where the environment holds its credentials, else the offline Hebrew voice.

  --folder  a folder to use instead of assets, with one or both of the JSON files
  --help    this text

Environment: GOOGLE_APPLICATION_CREDENTIALS or GOOGLE_CREDENTIALS_JSON, GOOGLE_TTS_VOICE,
GOOGLE_TTS_SPEAKING_RATE.
More in docs/audio-and-hebrew.md.
Exit code: 0 when every recording is rendered; 1 when one failed; 2 for a wrong option or setting.`;

process.exitCode = await runCommand({
  help: HELP,
  read: (args) => {
    const folder = { type: 'string', default: ASSETS } as const;
    return parseOptions({ args, options: { folder } }).values;
  },
  run: render,
  misuse: [InvalidInput],
});

async function render({ folder }: { readonly folder: string }): Promise<boolean> {
  await using reader = await openReader();
  terminal.out(`Rendering with ${reader.name}`);
  for await (const rendered of renderAssets(pathToFileURL(`${folder}/`), reader)) {
    const { file, durationMs, bytes, number, count } = rendered;
    const seconds = (durationMs / 1_000).toFixed(2);
    terminal.out(`${progress(number, count)}  ${file}  ${seconds} s  ${bytes} bytes`);
  }
  return true;
}

async function openReader(): Promise<Reader> {
  const google = readGoogleSettings(processEnvironment());
  return google ? createGoogleReader(google.config, google.credentialsJson) : createOfflineReader();
}
