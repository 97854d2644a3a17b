import { openOutput } from '@agent-locator/command-line/output.ts';
import { faint } from '@agent-locator/command-line/terminal.ts';
import { processEnvironment } from '#shared/config/environment.ts';
import { PROBE_CALLER } from '#shared/domain/calls/probe.ts';
import { InvalidInput } from '#shared/errors.ts';
import { type AcceptOptions, readAcceptOptions } from './accept/accept-options.ts';
import { type Outcome, runCheck } from './accept/check-run.ts';
import { chosenChecks } from './accept/checks.ts';
import { printOutcome, printSummary } from './accept/outcome-view.ts';
import { connectOnce, NotReachable } from './accept/reachability.ts';
import { findCredentials } from './deployment/credentials.ts';
import { openDeployment } from './deployment/deployment.ts';
import { runProductCommand } from './product-command.ts';

const HELP = `Usage: npm run accept -- https://voice.example.com [options]

Checks a deployment against the acceptance list, one check after the other. The world of
npm start is a deployment too: npm run accept -- http://127.0.0.1:8080

It sends the requests of Twilio, with one call and one message that Twilio does not know. The
CRM holds them as ${PROBE_CALLER}, without a contact. It calls and writes to nobody. With a
Twilio account it follows the last voicemail and the last message of customers into the CRM.
In the world of npm start it places a call of 25 seconds instead.

  --number +972…  the number that must call the deployment: else any number of the account
  --quick         leaves out checks that take more than seconds
  --json          one JSON document on stdout, everything else on stderr
  --state folder  where the world has left its state (.local)
  --log           shows the whole log on stderr, not only warnings and errors in words
  --help          this text

Environment: TWILIO_AUTH_TOKEN (or TWILIO_SECRET_ARN, the secret that holds it) signs requests;
TWILIO_ACCOUNT_SID with it asks Twilio. AWS_REGION and the AWS SDK's own credentials read
the CRM. The AWS command line reads the account's limit of functions. The world of npm start
needs none of them. A check that lacks one says so.
More in docs/prove-a-deployment.md.
Exit code:
  0  every check that ran passed
  1  a check is broken
  2  for a wrong option or setting
  3  the deployment is not reachable`;

process.exitCode = await runProductCommand({
  help: HELP,
  read: readAcceptOptions,
  run: accept,
  misuse: [InvalidInput],
  unreachable: [NotReachable],
});

async function accept({
  origin,
  phoneNumber,
  isQuick,
  json,
  stateFolder,
}: AcceptOptions): Promise<boolean> {
  const credentials = await findCredentials(origin, stateFolder, processEnvironment());
  await using opened = openDeployment(origin, credentials);
  const deployment = { ...opened, phoneNumber };
  await connectOnce(deployment.baseUrl);

  const { print, result } = openOutput(json);
  const checks = chosenChecks(isQuick);
  const width = Math.max(...checks.map(({ name }) => name.length));
  const outcomes: Outcome[] = [];
  print(`${deployment.baseUrl}\n`);
  for (const check of checks) {
    if (check.isSlow) print(faint(`  ${check.name} …`));
    const outcome = await runCheck(check, deployment);
    outcomes.push(outcome);
    printOutcome(print, outcome, width);
  }
  printSummary(print, outcomes);
  result({ checks: outcomes });
  return outcomes.every(({ ok }) => ok !== false);
}
