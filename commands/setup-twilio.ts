import { openOutput } from '@agent-locator/command-line/output.ts';
import { terminal } from '@agent-locator/command-line/terminal.ts';
import { processEnvironment } from '#shared/config/environment.ts';
import { InvalidInput } from '#shared/errors.ts';
import { findCredentials } from './deployment/credentials.ts';
import { openDeployment } from './deployment/deployment.ts';
import { runProductCommand } from './product-command.ts';
import { confirm } from './setup-twilio/confirmation.ts';
import { setUpNumber, toSetupJson } from './setup-twilio/setup.ts';
import { readSetupOptions, type SetupOptions } from './setup-twilio/setup-options.ts';

const HELP = `Usage: npm run setup-twilio -- https://voice.example.com [options]

Sets the voice URL, the fallback URL (method GET) and the status callback of a number. Then its
calls come to a deployment. The command shows the changes first, and leaves a number alone that is
already set. The number of the world of npm start can be set too.

  --number +972…  the number, where the account owns several
  --dry-run       shows what would change, and changes nothing
  --yes           changes it without asking
  --json          one JSON document on stdout, everything else on stderr
  --state folder  where the world has left its state (.local)
  --log           shows the whole log on stderr, not only warnings and errors in words
  --help          this text

Environment: TWILIO_ACCOUNT_SID, and TWILIO_AUTH_TOKEN (or TWILIO_SECRET_ARN, the secret that holds it).
More in docs/real-number.md and docs/deploy.md.
Exit code:
  0  the number is set, or it was a dry run
  1  the deployment does not answer, the change was not confirmed, or Twilio refused it
  2  for a wrong option, account or number`;

process.exitCode = await runProductCommand({
  help: HELP,
  read: readSetupOptions,
  run: setUp,
  misuse: [InvalidInput],
});

async function setUp(options: SetupOptions): Promise<boolean> {
  const { origin, stateFolder, json } = options;
  const credentials = await findCredentials(origin, stateFolder, processEnvironment());
  const { print, result } = openOutput(json);
  const attendant = { print, complain: terminal.err, confirm };
  const setup = await setUpNumber(openDeployment(origin, credentials), options, attendant);
  result(toSetupJson(setup));
  return setup.outcome !== 'not-set';
}
