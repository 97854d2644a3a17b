import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type CallerStep, pressKeys, speakFile } from './options.ts';
import type { Print } from './transcript.ts';
import { WrongUsage } from './wrong-usage.ts';

/** Reads the steps that are typed, one a line; ends with the input. Explains any other line. */
export async function* terminalSteps(input: Readable, print: Print): AsyncGenerator<CallerStep> {
  for await (const line of createInterface({ input })) {
    try {
      const step = toStep(line.trim());
      if (step) yield step;
    } catch (error) {
      if (!(error instanceof WrongUsage)) throw error;
      print(`${error.message} Type keys, "say file.wav" or "hang up".`);
    }
  }
}

function toStep(line: string): CallerStep | undefined {
  if (line === '') return undefined;
  if (line === 'hang up') return { kind: 'hang-up' };
  return line.startsWith('say ') ? speakFile(line.slice('say '.length).trim()) : pressKeys(line);
}
