import { findWorld, type WorldState } from '#local/control/running-world.ts';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { type Environment, variableOf } from '#shared/config/environment.ts';
import { isLoopback } from '#shared/config/loopback.ts';

/** What a run knows of the account behind a deployment; what is absent cannot be checked. */
export type Credentials = {
  readonly accountSid: string | undefined;
  readonly authToken: string | undefined;
  readonly apiBaseUrl: string | undefined;
  /** The world that the deployment is, where it is one of this machine. */
  readonly world: WorldState | undefined;
};

/** Finds the credentials of the deployment at an origin: of the exchange that calls it, else of the environment. */
export async function findCredentials(
  origin: string,
  stateFolder: string,
  env: Environment,
): Promise<Credentials> {
  const world = await worldAt(origin, stateFolder);
  const authToken = variableOf(env, 'TWILIO_AUTH_TOKEN') ?? (await storedToken(env));
  if (world?.twilio) return { authToken, ...world.twilio, world };
  return {
    accountSid: variableOf(env, 'TWILIO_ACCOUNT_SID'),
    authToken,
    apiBaseUrl: variableOf(env, 'TWILIO_API_BASE_URL'),
    world,
  };
}

/** The world of this machine that is meant: by its own port, or by the address at which Twilio calls it. */
async function worldAt(origin: string, stateFolder: string): Promise<WorldState | undefined> {
  const world = await findWorld(stateFolder);
  if (!world) return undefined;
  const { hostname, port } = new URL(origin);
  const isItsPort = isLoopback(hostname) && port === new URL(world.url).port;
  return isItsPort || origin === world.publicBaseUrl ? world : undefined;
}

async function storedToken(env: Environment): Promise<string | undefined> {
  const secretsArn = variableOf(env, 'SECRETS_ARN');
  return secretsArn ? (await secretsOf({ secretsArn }).read()).twilioAuthToken : undefined;
}
