import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { CallerStep } from '#local/scenario/caller-steps.ts';
import { STATE_FOLDER } from '#local/world/state-file.ts';
import { InvalidInput } from '#shared/errors.ts';
import { type CallOrder, callOrder } from './call-order.ts';
import { callerScript } from './caller-script.ts';
import { toMs } from './duration.ts';
import { readSwitches } from './switch-options.ts';
import { readJson, readValid } from './valid-input.ts';

/** What `npm run call` was asked for. */
export type CallOptions = {
  readonly order: CallOrder;
  /** Whether somebody types what the caller says. */
  readonly isLive: boolean;
  readonly json: boolean;
  readonly wavFile: string | undefined;
  readonly stateFolder: string;
};

/** A caller whom no real phone belongs to. */
const CALLER = '+972500000001';
/** How loud the voice of the local world speaks. */
const CALLER_DBFS = -20;
/** Under the lower ratio a voice is lost in the noise, over the upper one the noise in the line. */
const [MIN_NOISE_RATIO_DB, MAX_NOISE_RATIO_DB] = [-10, 60];
/** How long an answer is heard before it is interrupted. */
const INTERRUPT_AFTER_MS = 1_000;

/** What each option that is a step makes the caller do. */
const stepOptions: Readonly<Record<string, (text: string) => CallerStep>> = {
  say: (text) => ({ say: text }),
  interrupt: (text) => ({ interrupt: text, afterMs: INTERRUPT_AFTER_MS }),
  dtmf: (keys) => ({ press: keys }),
};

/** Reads the command line; `help` where only that is asked for, `InvalidInput` where it is wrong. */
export function readCallOptions(args: string[]): CallOptions | 'help' {
  const { values, tokens } = parse(args);
  if (values.help) return 'help';
  const given = tokens.flatMap((token) => {
    const toStep = token.kind === 'option' && stepOptions[token.name];
    return toStep ? [toStep(token.value ?? '')] : [];
  });
  if (values.script && given.length > 0) {
    throw new InvalidInput('--script cannot stand beside --say, --interrupt or --dtmf.');
  }
  const isLive = !values.script && given.length === 0;
  const steps = values.script ? readScript(values.script) : given;
  const hangUpAfter = values['hang-up-after'];
  const hasEnd = isLive || hangUpAfter !== undefined || steps.some((step) => 'hangUp' in step);
  const order = {
    from: values.from,
    steps: hasEnd ? steps : [...steps, ...farewell],
    switches: readSwitches(values.switch),
    ...(hangUpAfter && { hangUpAfterMs: toMs(hangUpAfter, '--hang-up-after') }),
    ...(values.noise && { noiseDbfs: toNoiseDbfs(values.noise) }),
    withAudio: values.wav !== undefined,
  };
  return {
    order: readValid(callOrder, order, ''),
    isLive,
    json: values.json,
    wavFile: values.wav,
    stateFolder: values.state,
  };
}

/** How a caller ends who has nothing more to say: not before the answer is heard. */
export const farewell: readonly CallerStep[] = [{ listen: true }, { hangUp: true }];

function readScript(file: string): readonly CallerStep[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InvalidInput(`--script names "${file}", which cannot be read.`, { cause });
  }
  return readValid(callerScript, readJson(text, file), file);
}

/** Turns a ratio of speech to noise into the level of the noise. */
function toNoiseDbfs(ratio: string): number {
  const [, decibels] = /^(-?\d+(?:\.\d+)?)\s*dB$/i.exec(ratio.trim()) ?? [];
  if (decibels === undefined) {
    throw new InvalidInput(`--noise must be a ratio of speech to noise like 10dB, not "${ratio}".`);
  }
  if (Number(decibels) < MIN_NOISE_RATIO_DB || Number(decibels) > MAX_NOISE_RATIO_DB) {
    const range = `from ${MIN_NOISE_RATIO_DB}dB to ${MAX_NOISE_RATIO_DB}dB`;
    throw new InvalidInput(`--noise must be ${range}, not "${ratio}".`);
  }
  return CALLER_DBFS - Number(decibels);
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      tokens: true,
      options: {
        say: { type: 'string', multiple: true },
        interrupt: { type: 'string', multiple: true },
        dtmf: { type: 'string', multiple: true },
        script: { type: 'string' },
        from: { type: 'string', default: CALLER },
        'hang-up-after': { type: 'string' },
        noise: { type: 'string' },
        switch: { type: 'string', multiple: true, default: [] },
        wav: { type: 'string' },
        json: { type: 'boolean', default: false },
        state: { type: 'string', default: STATE_FOLDER },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (cause) {
    throw new InvalidInput(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
