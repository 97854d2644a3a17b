import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Check } from '#commands/accept/check.ts';
import { demandNone, NotChecked } from '#commands/deployment/verdict.ts';
import { processEnvironment } from '#shared/config/environment.ts';

const run = promisify(execFile);
/** The AWS command line asks for seconds where no credentials are to be found. */
const TIMEOUT_MS = 20_000;
/** Below it, a few customers who write leave no function for a call; a new account may run ten. */
const LEAST_FUNCTIONS = 100;

/** The AWS account may run enough functions at once. Asks with the AWS command line, which a deployment needs anyway. */
export const concurrency: Check = {
  name: 'concurrent functions',
  async run({ world }) {
    if (world) throw new NotChecked('a local world has no limit');
    const most = await readLimit();
    demandNone([
      most < LEAST_FUNCTIONS &&
        `this AWS account may run ${most} functions at once, the watchdog takes 4: ask for 1000 (docs/deploy.md, step 0)`,
    ]);
    return `this AWS account may run ${most} at once`;
  },
};

/**
 * Reads the account's limit of concurrent functions in the Region of the environment.
 * @throws {NotChecked} where the AWS command line is missing, or may not ask.
 */
async function readLimit(): Promise<number> {
  const query = ['--query', 'AccountLimit.ConcurrentExecutions', '--output', 'text'];
  const env = processEnvironment();
  const { stdout } = await run('aws', ['lambda', 'get-account-settings', ...query], {
    env,
    timeout: TIMEOUT_MS,
  }).catch((cause: Error) => {
    const reason = 'code' in cause && cause.code === 'ENOENT' ? 'is not installed' : 'may not ask';
    throw new NotChecked(`the AWS command line ${reason}`, { cause });
  });
  const most = Number(stdout.trim());
  if (!Number.isInteger(most)) throw new NotChecked('the AWS command line did not say');
  return most;
}
