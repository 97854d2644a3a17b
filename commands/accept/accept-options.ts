import { parseArgs } from 'node:util';
import { readOrigin } from '#commands/deployment/deployment.ts';
import { STATE_FOLDER } from '#local/control/running-world.ts';
import { InvalidInput } from '#shared/errors.ts';

/** What `npm run accept` was asked for. */
export type AcceptOptions = {
  readonly origin: string;
  /** Whether what takes long is left out. */
  readonly isQuick: boolean;
  readonly json: boolean;
  readonly stateFolder: string;
};

/** Reads the command line; `help` where only that is asked for, `InvalidInput` where it is wrong. */
export function readAcceptOptions(args: string[]): AcceptOptions | 'help' {
  const { values, positionals } = parse(args);
  if (values.help) return 'help';
  const [deployment, ...others] = positionals;
  if (deployment === undefined || others.length > 0) {
    throw new InvalidInput('Name one deployment: npm run accept -- https://voice.example.com');
  }
  return {
    origin: readOrigin(deployment),
    isQuick: values.quick,
    json: values.json,
    stateFolder: values.state,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        state: { type: 'string', default: STATE_FOLDER },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (cause) {
    throw new InvalidInput(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
