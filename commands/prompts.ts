import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { terminal } from '@agent-locator/command-line/terminal.ts';
import { readGoogleCredentials } from '#local/google/credentials.ts';
import { readConfig } from '#shared/config/config.ts';
import { processEnvironment } from '#shared/config/environment.ts';
import { createGoogleReader } from './prompts/google-reader.ts';
import { createOfflineReader } from './prompts/offline-reader.ts';
import type { Reader } from './prompts/reader.ts';
import { renderAssets } from './prompts/rendering.ts';

const ASSETS = fileURLToPath(new URL('../assets', import.meta.url));

const HELP = `Usage: npm run prompts [-- --folder folder]

Renders what callers hear from recordings:
  assets/prompts.json  to assets/tts/<name>.mp3       for Twilio to play
  assets/phrases.json  to assets/phrases/<name>.ulaw  for a stream: bare μ-law, 8 kHz
and writes each measured length back as duration_ms. To change what callers hear, edit "text" and
"pointed" (the same words with vowel points) and run it again.

Google speaks where the environment names its credentials, and the offline Hebrew voice where not.

  --folder  another folder than assets, with either of the two books in it
  --help    this text

Environment: GOOGLE_APPLICATION_CREDENTIALS or GOOGLE_CREDENTIALS_JSON, GOOGLE_TTS_VOICE,
GOOGLE_TTS_SPEAKING_RATE.
Exit code: 0 when all is rendered, 1 when something failed, 2 for a wrong option.`;

/** Renders the recordings; answers the exit code: 0 done, 1 failed, 2 asked wrongly. */
async function main(): Promise<number> {
  try {
    const { values } = parseArgs({
      options: {
        folder: { type: 'string', default: ASSETS },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) terminal.out(HELP);
    else await render(pathToFileURL(`${values.folder}/`));
    return 0;
  } catch (error) {
    terminal.err(error instanceof Error ? error.message : String(error));
    return isMisuse(error) ? 2 : 1;
  }
}

function isMisuse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && `${error.code}`.startsWith('ERR_PARSE_ARGS');
}

async function render(folder: URL): Promise<void> {
  await using reader = await openReader();
  terminal.out(`Rendering with ${reader.name}`);
  for await (const { file, durationMs, bytes, number, count } of renderAssets(folder, reader)) {
    const seconds = (durationMs / 1_000).toFixed(2);
    terminal.out(`${number}/${count}  ${file}  ${seconds} s  ${bytes} bytes`);
  }
}

async function openReader(): Promise<Reader> {
  // Only what concerns Google: to render a prompt nobody needs Twilio's keys or a public address.
  const env = Object.fromEntries(
    Object.entries(processEnvironment()).filter(([name]) => name.startsWith('GOOGLE_')),
  );
  const googleCredentialsJson = readGoogleCredentials(env);
  if (!googleCredentialsJson) return createOfflineReader();
  const { google } = readConfig({
    ...env,
    PUBLIC_BASE_URL: 'http://127.0.0.1',
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  });
  return createGoogleReader(google, googleCredentialsJson);
}

process.exitCode = await main();
