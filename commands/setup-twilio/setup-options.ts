import { parseOptions, UsageError } from '@agent-locator/command-line/options.ts';
import { readOrigin } from '#commands/deployment/deployment.ts';
import { readNumber } from '#commands/number-option.ts';
import { STATE_FOLDER } from '#local/control/running-world.ts';

/** The options of `npm run setup-twilio`. */
export type SetupOptions = {
  /** The deployment’s address. */
  readonly origin: string;
  /** The number to set, in E.164; absent means the only one of the account. */
  readonly phoneNumber: string | undefined;
  readonly isDryRun: boolean;
  /** Whether the number is changed without a question. */
  readonly isSure: boolean;
  readonly json: boolean;
  readonly stateFolder: string;
};

/** Reads the command line; throws `UsageError` where it is wrong. */
export function readSetupOptions(args: string[]): SetupOptions {
  const { values, positionals } = parse(args);
  const [deployment, ...others] = positionals;
  if (deployment === undefined || others.length > 0) {
    throw new UsageError('Name one deployment: npm run setup-twilio -- https://voice.example.com');
  }
  const phoneNumber = readNumber(values.number);
  const { 'dry-run': isDryRun, yes: isSure, json } = values;
  if (isDryRun && isSure) throw new UsageError('--dry-run and --yes exclude each other.');
  const origin = readOrigin(deployment);
  return { origin, phoneNumber, isDryRun, isSure, json, stateFolder: values.state };
}

function parse(args: string[]) {
  return parseOptions({
    args,
    allowPositionals: true,
    options: {
      number: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      state: { type: 'string', default: STATE_FOLDER },
    },
  });
}
