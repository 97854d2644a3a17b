import { faint, terminal } from '@agent-locator/command-line/terminal.ts';
import { processEnvironment } from '#shared/config/config.ts';
import { PROBE_CALLER } from '#shared/domain/calls/probe.ts';
import { InvalidInput } from '#shared/errors.ts';
import { type AcceptOptions, readAcceptOptions } from './accept/accept-options.ts';
import { checkLine, type Outcome } from './accept/check-run.ts';
import { chosenLines } from './accept/checks.ts';
import { printOutcome, printSummary } from './accept/outcome-view.ts';
import { NotReachable, reach } from './accept/reachability.ts';
import { findCredentials } from './deployment/credentials.ts';
import { openDeployment } from './deployment/deployment.ts';

const HELP = `Usage: npm run accept -- https://voice.example.com [options]

Holds a deployment against the acceptance list, one line after the other, the one of
npm start included: npm run accept -- http://127.0.0.1:8080

It asks as Twilio does, with one call and one message that Twilio does not know. They are
in the CRM as ${PROBE_CALLER}, of no customer; nobody is called or written to.
Where Twilio may be asked, the last message that a caller left and the last that a customer
wrote are followed into the CRM; the world of npm start is called instead (25 seconds).

  --quick         leaves out what takes more than seconds
  --json          one JSON document on stdout, everything else on stderr
  --state folder  where the world has left its state (.local)
  --help          this text

Environment: TWILIO_AUTH_TOKEN (or SECRETS_ARN, where it is kept) signs requests;
TWILIO_ACCOUNT_SID with it asks Twilio; AWS_REGION and the AWS SDK's own credentials read
the CRM. The world of npm start needs none of them. What cannot be checked is said.
Exit code: 0 when all that was checked is as promised, 1 when something is not, 2 for a
wrong option, 3 when the deployment is not reachable.`;

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const options = readAcceptOptions(process.argv.slice(2));
    if (options !== 'help') return await accept(options);
    terminal.out(HELP);
    return 0;
  } catch (error) {
    terminal.err(error instanceof Error ? error.message : String(error));
    if (error instanceof NotReachable) return 3;
    return error instanceof InvalidInput ? 2 : 1;
  }
}

async function accept({ origin, isQuick, json, stateFolder }: AcceptOptions): Promise<number> {
  const credentials = await findCredentials(origin, stateFolder, processEnvironment());
  await using deployment = openDeployment(origin, credentials);
  await reach(deployment.baseUrl);

  const print = json ? terminal.err : terminal.out;
  const lines = chosenLines(isQuick);
  const width = Math.max(...lines.map(({ name }) => name.length));
  const outcomes: Outcome[] = [];
  print(`${deployment.baseUrl}\n`);
  for (const line of lines) {
    if (line.isSlow) print(faint(`  ${line.name} …`));
    const outcome = await checkLine(line, deployment);
    outcomes.push(outcome);
    printOutcome(print, outcome, width);
  }
  printSummary(print, outcomes);
  if (json) terminal.out(JSON.stringify({ lines: outcomes }, null, 2));
  return outcomes.some(({ ok }) => ok === false) ? 1 : 0;
}
