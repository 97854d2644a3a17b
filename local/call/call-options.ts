import { parseOptions } from '@agent-locator/command-line/options.ts';
import { type CallOrder, callOrder } from '#local/control/call-order.ts';
import { toMs } from '#local/control/duration.ts';
import { STATE_FOLDER } from '#local/control/running-world.ts';
import { readSwitches } from '#local/control/switch-options.ts';
import { readValid } from '#local/control/valid-input.ts';
import type { Conversation } from '#local/conversations/conversation.ts';
import { OWN_CONVERSATIONS, readConversations } from '#local/conversations/conversation-files.ts';
import { type CallerStep, farewell } from '#local/scenario/caller-steps.ts';
import { InvalidInput } from '#shared/errors.ts';

/** The options of `npm run call`: one call, or scripted conversations. */
export type CallOptions = SingleCall | ScriptedCalls;

/** The options of both. */
type AnyCall = {
  readonly json: boolean;
  readonly wavFile: string | undefined;
  readonly stateFolder: string;
};

/** A call whose steps are given on the command line, or typed. */
export type SingleCall = AnyCall & {
  readonly kind: 'call';
  readonly order: CallOrder;
  /** Whether the caller's words are typed during the call. */
  readonly isLive: boolean;
};

/** Calls whose scripts are files. */
export type ScriptedCalls = AnyCall & {
  readonly kind: 'conversations';
  readonly conversations: readonly Conversation[];
  /** The number of conversations at the same time. */
  readonly atOnce: number;
  /** The options that apply to all of them. */
  readonly chosen: Partial<Pick<CallOrder, 'from' | 'switches' | 'noiseDbfs' | 'withAudio'>>;
};

/** A caller in a range without subscribers. */
const CALLER = '+972500000001';
/** The level of the local voice. */
const CALLER_DBFS = -20;
/** Below the lower ratio the voice is lost in the noise; above the upper one the noise is inaudible. */
const [MIN_NOISE_RATIO_DB, MAX_NOISE_RATIO_DB] = [-10, 60];
/** The time of an answer before it is interrupted. */
const INTERRUPT_AFTER_MS = 1_000;
/** Two cores carry this many conversations in real time; a world takes at most `MAX_AT_ONCE` calls. */
const [AT_ONCE, MAX_AT_ONCE] = [4, 20];

/** The step of each option that is one. */
const stepOptions: Readonly<Record<string, (text: string) => CallerStep>> = {
  say: (text) => ({ say: text }),
  interrupt: (text) => ({ interrupt: text, afterMs: INTERRUPT_AFTER_MS }),
  dtmf: (keys) => ({ press: keys }),
};

/** Reads the command line; throws `UsageError` or `InvalidInput` where it is wrong. */
export function readCallOptions(args: string[]): CallOptions {
  const { values, tokens } = parse(args);
  const given = tokens.flatMap((token) => {
    const toStep = token.kind === 'option' && stepOptions[token.name];
    return toStep ? [toStep(token.value ?? '')] : [];
  });
  const shared = { json: values.json, wavFile: values.wav, stateFolder: values.state };
  const chosen = {
    ...(values.from && { from: values.from }),
    switches: readSwitches(values.switch),
    ...(values.noise && { noiseDbfs: toNoiseDbfs(values.noise) }),
    withAudio: values.wav !== undefined,
  };
  const hangUpAfter = values['hang-up-after'];
  if (values.script !== undefined || values.scripts) {
    if (given.length > 0 || hangUpAfter !== undefined) {
      throw new InvalidInput(
        '--script cannot stand beside --say, --interrupt, --dtmf or --hang-up-after.',
      );
    }
    const conversations = readConversations(values.script ?? OWN_CONVERSATIONS);
    if (values.wav !== undefined && conversations.length > 1) {
      throw new InvalidInput('--wav keeps one call: name one script.');
    }
    readValid(callOrder, { from: CALLER, steps: [], ...chosen }, '');
    const atOnce = toAtOnce(values['at-once']);
    return { kind: 'conversations', conversations, atOnce, chosen, ...shared };
  }
  const isLive = given.length === 0;
  const hasEnd = isLive || hangUpAfter !== undefined;
  const order = {
    from: CALLER,
    ...chosen,
    steps: hasEnd ? given : [...given, ...farewell],
    ...(hangUpAfter && { hangUpAfterMs: toMs(hangUpAfter, '--hang-up-after') }),
  };
  return { kind: 'call', order: readValid(callOrder, order, ''), isLive, ...shared };
}

function toAtOnce(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MAX_AT_ONCE) return count;
  throw new InvalidInput(`--at-once must be a number from 1 to ${MAX_AT_ONCE}, not "${text}".`);
}

/** Turns a ratio of speech to noise into the level of the noise (dBFS). */
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
  return parseOptions({
    args,
    tokens: true,
    options: {
      say: { type: 'string', multiple: true },
      interrupt: { type: 'string', multiple: true },
      dtmf: { type: 'string', multiple: true },
      script: { type: 'string' },
      scripts: { type: 'boolean', default: false },
      'at-once': { type: 'string', default: String(AT_ONCE) },
      from: { type: 'string' },
      'hang-up-after': { type: 'string' },
      noise: { type: 'string' },
      switch: { type: 'string', multiple: true, default: [] },
      wav: { type: 'string' },
      json: { type: 'boolean', default: false },
      state: { type: 'string', default: STATE_FOLDER },
    },
  });
}
