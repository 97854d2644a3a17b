import { parseOptions, UsageError } from '@agent-locator/command-line/options.ts';
import { readOrigin } from '#commands/deployment/deployment.ts';
import { readNumber } from '#commands/number-option.ts';
import { STATE_FOLDER } from '#local/control/running-world.ts';

/** The options of `npm run accept`. */
export type AcceptOptions = {
  readonly origin: string;
  /** The number that must call the deployment, in E.164; absent for any number of the account. */
  readonly phoneNumber: string | undefined;
  /** Whether checks that may take minutes are left out. */
  readonly isQuick: boolean;
  readonly json: boolean;
  readonly stateFolder: string;
};

/** Reads the command line; throws `UsageError` where it is wrong. */
export function readAcceptOptions(args: string[]): AcceptOptions {
  const { values, positionals } = parse(args);
  const [deployment, ...others] = positionals;
  if (deployment === undefined || others.length > 0) {
    throw new UsageError('Name one deployment: npm run accept -- https://voice.example.com');
  }
  return {
    origin: readOrigin(deployment),
    phoneNumber: readNumber(values.number),
    isQuick: values.quick,
    json: values.json,
    stateFolder: values.state,
  };
}

function parse(args: string[]) {
  return parseOptions({
    args,
    allowPositionals: true,
    options: {
      number: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      state: { type: 'string', default: STATE_FOLDER },
    },
  });
}
