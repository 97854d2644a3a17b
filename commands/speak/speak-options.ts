import { parseOptions, UsageError } from '@agent-locator/command-line/options.ts';

export type SpeakOptions = {
  /** The sentence of the command line; undefined where lines come from standard input. */
  readonly text: string | undefined;
  /** The file of a lexicon to try; undefined for the office’s own. */
  readonly lexiconFile: string | undefined;
  readonly wavFile: string | undefined;
  readonly json: boolean;
};

/**
 * Parses the command line of `npm run speak`.
 * @throws UsageError
 */
export function readSpeakOptions(args: string[]): SpeakOptions {
  const { values, positionals } = parseOptions({
    args,
    allowPositionals: true,
    options: {
      lexicon: { type: 'string' },
      wav: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const { lexicon: lexiconFile, wav: wavFile, json } = values;
  if (lexiconFile === '') throw new UsageError('--lexicon needs the name of a file.');
  if (wavFile === '') throw new UsageError('--wav needs the name of a file.');
  if (positionals.length === 0) return { text: undefined, lexiconFile, wavFile, json };
  const text = positionals.join(' ');
  if (text.trim() === '') throw new UsageError('The text is empty.');
  return { text, lexiconFile, wavFile, json };
}
