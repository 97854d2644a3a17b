import { fileURLToPath, pathToFileURL } from 'node:url';
import { runCommand } from '@agent-locator/command-line/command.ts';
import { parseOptions } from '@agent-locator/command-line/options.ts';
import { progress } from '@agent-locator/command-line/output.ts';
import { terminal } from '@agent-locator/command-line/terminal.ts';
import { processEnvironment } from '#shared/config/environment.ts';
import { officeTitle } from '#shared/domain/office/office-name.ts';
import { InvalidInput } from '#shared/errors.ts';
import { createGoogleReader } from './prompts/google-reader.ts';
import { createOfflineReader } from './prompts/offline-reader.ts';
import { renderAssets } from './prompts/rendering.ts';
import { readVoiceSettings } from './voice-settings.ts';

const ASSETS = fileURLToPath(new URL('../assets', import.meta.url));

const HELP = `Usage: npm run prompts [-- --folder folder]

Renders the recordings that callers hear:
  assets/prompts.json  to assets/tts/<name>.mp3       for Twilio to play
  assets/phrases.json  to assets/phrases/<name>.ulaw  for a stream: bare μ-law, 8 kHz
and writes each measured length back as duration_ms. To change a recording, edit "text" and
"pointed" (the same words with vowel points) and run it again. Where it has a "template", edit
that: OFFICE_NAME takes the place of {office} in it.

The voice is Google's where the environment holds its credentials, else the offline Hebrew voice.

  --folder  a folder to use instead of assets, with one or both of the JSON files
  --help    this text

Environment: OFFICE_NAME, GOOGLE_APPLICATION_CREDENTIALS or GOOGLE_CREDENTIALS_JSON,
GOOGLE_TTS_VOICE, GOOGLE_TTS_SPEAKING_RATE.
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
  const { google, officeName } = readVoiceSettings(processEnvironment());
  await using reader = google
    ? createGoogleReader(google.config, google.credentialsJson)
    : await createOfflineReader();
  terminal.out(`Rendering with ${reader.name} for ${officeTitle(officeName)}`);
  for await (const rendered of renderAssets(pathToFileURL(`${folder}/`), reader, officeName)) {
    const { file, durationMs, bytes, number, count } = rendered;
    const seconds = (durationMs / 1_000).toFixed(2);
    terminal.out(`${progress(number, count)}  ${file}  ${seconds} s  ${bytes} bytes`);
  }
  return true;
}
