import { findWorld, type WorldState } from '#local/control/running-world.ts';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { type Environment, variableOf } from '#shared/config/environment.ts';
import { isLoopback } from '#shared/config/loopback.ts';

/** The account behind a deployment, as far as the run knows it. */
export type Credentials = {
  readonly accountSid: string | undefined;
  readonly authToken: string | undefined;
  readonly apiBaseUrl: string | undefined;
  /** The local world behind the deployment, where there is one. */
  readonly world: WorldState | undefined;
};

/** Finds the credentials of a deployment: those of a local world’s exchange, else of the environment. */
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

/** Finds the local world with this port, or with this public address. */
async function worldAt(origin: string, stateFolder: string): Promise<WorldState | undefined> {
  const world = await findWorld(stateFolder);
  if (!world) return undefined;
  const { hostname, port } = new URL(origin);
  const isItsPort = isLoopback(hostname) && port === new URL(world.url).port;
  return isItsPort || origin === world.publicBaseUrl ? world : undefined;
}

async function storedToken(env: Environment): Promise<string | undefined> {
  const twilio = variableOf(env, 'TWILIO_SECRET_ARN');
  if (!twilio) return undefined;
  return (await secretsOf({ secretArns: { twilio } }).twilio()).twilioAuthToken;
}
