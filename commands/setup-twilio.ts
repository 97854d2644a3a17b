import { terminal } from '@agent-locator/command-line/terminal.ts';
import { processEnvironment } from '#shared/config/environment.ts';
import { InvalidInput } from '#shared/errors.ts';
import { findCredentials } from './deployment/credentials.ts';
import { openDeployment } from './deployment/deployment.ts';
import { confirm } from './setup-twilio/confirmation.ts';
import { setUpNumber } from './setup-twilio/setup.ts';
import { readSetupOptions, type SetupOptions } from './setup-twilio/setup-options.ts';

const HELP = `Usage: npm run setup-twilio -- https://voice.example.com [options]

Has Twilio bring a number's calls to a deployment: sets its voice URL, its fallback URL
(method GET) and its status callback. What would change is shown first; a number that is
set already is left alone. The world of npm start has a number too.

  --number +972…  which number, where the account owns more than one
  --dry-run       shows what would change, and changes nothing
  --yes           changes it without asking
  --state folder  where the world has left its state (.local)
  --help          this text

Environment: TWILIO_ACCOUNT_SID, and TWILIO_AUTH_TOKEN (or SECRETS_ARN, where it is kept).
Exit code: 0 when the number is set or nothing was to be changed, 1 when Twilio refused or
nobody agreed, 2 for a wrong option, account or number.`;

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const options = readSetupOptions(process.argv.slice(2));
    if (options !== 'help') return (await setUp(options)) ? 0 : 1;
    terminal.out(HELP);
    return 0;
  } catch (error) {
    terminal.err(error instanceof Error ? error.message : String(error));
    return error instanceof InvalidInput ? 2 : 1;
  }
}

async function setUp(options: SetupOptions): Promise<boolean> {
  const { origin, stateFolder } = options;
  const credentials = await findCredentials(origin, stateFolder, processEnvironment());
  const attendant = { print: terminal.out, complain: terminal.err, confirm };
  return setUpNumber(openDeployment(origin, credentials), options, attendant);
}
