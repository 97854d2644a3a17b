import { parseArgs } from 'node:util';
import { readOrigin } from '#commands/deployment/deployment.ts';
import { STATE_FOLDER } from '#local/control/running-world.ts';
import { toContact } from '#shared/domain/office/contact.ts';
import { InvalidInput } from '#shared/errors.ts';

/** What `npm run setup-twilio` was asked for. */
export type SetupOptions = {
  /** Where the deployment is. */
  readonly origin: string;
  /** Which number, in E.164; absent where the account has only one. */
  readonly phoneNumber: string | undefined;
  readonly isDryRun: boolean;
  /** Whether nobody is asked before something is changed. */
  readonly isSure: boolean;
  readonly stateFolder: string;
};

/** Reads the command line; `help` where only that is asked for, `InvalidInput` where it is wrong. */
export function readSetupOptions(args: string[]): SetupOptions | 'help' {
  const { values, positionals } = parse(args);
  if (values.help) return 'help';
  const [deployment, ...others] = positionals;
  if (deployment === undefined || others.length > 0) {
    throw new InvalidInput(
      'Name one deployment: npm run setup-twilio -- https://voice.example.com',
    );
  }
  const { number: phoneNumber, 'dry-run': isDryRun, yes: isSure } = values;
  if (phoneNumber !== undefined && !toContact(phoneNumber)) {
    throw new InvalidInput(`--number must be in E.164, like +97231234567, not "${phoneNumber}".`);
  }
  if (isDryRun && isSure) throw new InvalidInput('--dry-run cannot stand beside --yes.');
  const origin = readOrigin(deployment);
  return { origin, phoneNumber, isDryRun, isSure, stateFolder: values.state };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        number: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        state: { type: 'string', default: STATE_FOLDER },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (cause) {
    throw new InvalidInput(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
