import { readFileSync } from 'node:fs';
import { BYTES_PER_MS } from '@agent-locator/audio/mulaw.ts';
import phrases from '#assets/phrases.json' with { type: 'json' };
import { InvalidInput } from '#shared/errors.ts';

/** The sentences that a call must be able to say when nobody can think or speak for it. */
export type PhraseName = keyof typeof phrases;

/** A sentence with its audio: headerless μ-law at 8 kHz, in whole frames. */
export type Phrase = { readonly text: string; readonly audio: Uint8Array };

export type Phrases = Readonly<Record<PhraseName, Phrase>>;

/** Reads every phrase of a folder into memory, at boot: a call in trouble must not wait for a disk. */
export function readPhrases(recordings: URL): Phrases {
  const read = Object.entries(phrases).map(([name, { text, duration_ms }]) => {
    const audio = readRecording(new URL(`${name}.ulaw`, recordings));
    // Another length means that the text was changed, or the file cut, after the rendering.
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
