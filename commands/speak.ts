import { UsageError } from '@agent-locator/command-line/options.ts';
import { terminal } from '@agent-locator/command-line/terminal.ts';
import { processEnvironment } from '#shared/config/environment.ts';
import { InvalidInput } from '#shared/errors.ts';
import { runProductCommand } from './product-command.ts';
import { inputLines } from './speak/input-lines.ts';
import { readLexiconFile } from './speak/lexicon-file.ts';
import { keepWav, toSpeech } from './speak/recording.ts';
import { readSpeakOptions, type SpeakOptions } from './speak/speak-options.ts';
import { spokenPieces } from './speak/spoken-text.ts';
import { readVoiceSettings } from './voice-settings.ts';

const HELP = `Usage: npm run speak -- "text" [--wav file] [--lexicon file] [--json]
       npm run --silent speak -- --json < file

Shows how the agent says a text on the phone: its sentences, as the voice is given them. Without
a text, each line of standard input is one; an empty line stays empty.

  --wav file      keeps the speech as WAV, 8 kHz: all lines, one after the other
  --lexicon file  reads names by this lexicon, not by assets/lexicon.json
  --json          prints {"written","spoken"}, one object a line
  --log           shows the whole log on stderr, not only warnings and errors in words
  --help          this text

The voice is Google's where the environment holds its credentials, else the offline Hebrew voice.
Environment: GOOGLE_APPLICATION_CREDENTIALS or GOOGLE_CREDENTIALS_JSON, GOOGLE_TTS_VOICE,
GOOGLE_TTS_FALLBACK_VOICE, GOOGLE_TTS_SPEAKING_RATE.
More in docs/audio-and-hebrew.md.
Exit code:
  0  all is said
  1  the voice failed
  2  for a wrong option, setting or file, or without anything to say`;

process.exitCode = await runProductCommand({
  help: HELP,
  read: readSpeakOptions,
  run: speak,
  misuse: [InvalidInput],
});

async function speak({ text, lexiconFile, wavFile, json }: SpeakOptions): Promise<boolean> {
  if (text === undefined && process.stdin.isTTY) {
    throw new UsageError('There is nothing to say: give a text, or lines on standard input.');
  }
  const reading = await readLexiconFile(lexiconFile);
  // A file that cannot be written is told before the work.
  if (wavFile) await keepWav(wavFile, new Uint8Array());
  const said: string[] = [];
  for await (const written of text === undefined ? inputLines(process.stdin) : [text]) {
    const pieces = await spokenPieces(written, reading);
    const spoken = pieces.join(' ');
    terminal.out(json ? JSON.stringify({ written, spoken }) : spoken);
    if (wavFile) said.push(...pieces);
  }
  if (!wavFile) return true;
  if (said.length === 0) throw new InvalidInput('There is nothing to say: the WAV file is empty.');
  await keepWav(wavFile, await toSpeech(said, readVoiceSettings(processEnvironment()).google));
  return true;
}
