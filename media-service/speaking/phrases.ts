import { readFileSync } from 'node:fs';
import { BYTES_PER_MS } from '@agent-locator/audio/mulaw.ts';
import phrases from '#assets/phrases.json' with { type: 'json' };
import { InvalidInput } from '#shared/errors.ts';

/** The names of the sentences that a call can say while the brain or the voice is down. */
export type PhraseName = keyof typeof phrases;

/** A sentence with its audio: headerless μ-law at 8 kHz, in whole frames. */
export type Phrase = { readonly text: string; readonly audio: Uint8Array };

/** All phrases by name. */
export type Phrases = Readonly<Record<PhraseName, Phrase>>;

/**
 * Reads every phrase of a folder into memory, at boot: a call in trouble must not wait for a disk.
 * @throws InvalidInput where a recording is missing or has another length than described.
 */
export function readPhrases(recordings: URL): Phrases {
  const read = Object.entries(phrases).map(([name, { text, duration_ms }]) => {
    const audio = readRecording(new URL(`${name}.ulaw`, recordings));
    // Another length means that the text was changed, or the file truncated, after it was rendered.
    if (audio.length !== duration_ms * BYTES_PER_MS || audio.length === 0) {
      throw new InvalidInput(`The phrase "${name}" is not as long as described: ${REMEDY}`);
    }
    return [name, { text, audio }] as const;
  });
  return Object.fromEntries(read) as Phrases;
}

function readRecording(file: URL): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new InvalidInput(`The phrase ${file.pathname} cannot be read: ${REMEDY}`, { cause });
  }
}

const REMEDY = 'render it with "npm run prompts".';
