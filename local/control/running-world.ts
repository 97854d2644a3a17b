import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import type { World } from '#local/world/world.ts';
import { processEnvironment, variableOf } from '#shared/config/environment.ts';

const worldState = z.object({
  pid: z.int(),
  /** The public URL of the gateway. */
  url: z.string(),
  /** The URL that Twilio calls and signs. */
  publicBaseUrl: z.optional(z.string()),
  controlUrl: z.string(),
  controlToken: z.string(),
  /** The endpoint of the CRM's tables. */
  dynamoDbEndpoint: z.optional(z.string()),
  /** The endpoints of the files and the schedules. */
  s3Endpoint: z.optional(z.string()),
  schedulerEndpoint: z.optional(z.string()),
  /** The exchange, where Twilio is a stand-in; with the auth token where the world generated it. */
  twilio: z.optional(
    z.object({
      accountSid: z.string(),
      apiBaseUrl: z.string(),
      authToken: z.optional(z.string()),
    }),
  ),
  /** The variables of the product that a command of the office needs; no secrets. */
  product: z.optional(z.record(z.string(), z.string())),
  /** Epoch milliseconds. */
  startedAt: z.number(),
});

/** The state that a running world publishes for other programs on this machine. */
export type WorldState = Readonly<z.output<typeof worldState>>;

/** The folder of the state of `npm start`. */
export const STATE_FOLDER = fileURLToPath(new URL('../../.local/', import.meta.url));
const FILE = 'world.json';

type WorldSeen = Pick<World, 'url' | 'dynamoDb' | 's3' | 'scheduler' | 'exchange' | 'env'>;

/** Returns the state of this process's world and its control server. */
export function toWorldState(
  { url, dynamoDb, s3, scheduler, exchange, env }: WorldSeen,
  control: { readonly url: string; readonly token: string },
): WorldState {
  const {
    PUBLIC_BASE_URL: publicBaseUrl = url,
    TWILIO_ACCOUNT_SID: accountSid = '',
    TWILIO_AUTH_TOKEN: authToken = '',
  } = env;
  const { apiBaseUrl } = exchange ?? {};
  // The user's own token must not be written into a file.
  const isOwn = variableOf(processEnvironment(), 'TWILIO_AUTH_TOKEN') === authToken;
  return {
    pid: process.pid,
    url,
    publicBaseUrl,
    controlUrl: control.url,
    controlToken: control.token,
    dynamoDbEndpoint: dynamoDb.endpoint,
    s3Endpoint: s3.endpoint,
    schedulerEndpoint: scheduler.endpoint,
    ...(apiBaseUrl && {
      twilio: { accountSid, apiBaseUrl, ...(!isOwn && { authToken }) },
    }),
    product: Object.fromEntries(
      forCommands.flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
    ),
    startedAt: Date.now(),
  };
}

/** The variables by which a command writes to customers and schedules work as the world's product does. */
const forCommands = [
  'PUBLIC_BASE_URL',
  'TWILIO_ACCOUNT_SID',
  'TWILIO_API_BASE_URL',
  'OFFICE_NAME',
  'WHATSAPP_SENDER',
  'WHATSAPP_REMINDER_TEMPLATE',
  'RETENTION_DAYS',
  'FUNCTION_ARN_PREFIX',
  'SCHEDULE_ROLE_ARN',
  'DEAD_LETTER_ARN',
];

/** Writes a world's state into a folder, readable by this user only; disposal removes it. */
export async function leaveWorldState(folder: string, state: WorldState): Promise<AsyncDisposable> {
  const file = join(folder, FILE);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // The rename is atomic: a reader never sees half a file.
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
  return {
    async [Symbol.asyncDispose]() {
      // A world that started later may have replaced the file.
      if ((await findWorld(folder))?.pid === state.pid) await rm(file, { force: true });
    },
  };
}

/** Returns the state of a folder's living world; undefined without one. */
export async function findWorld(folder: string): Promise<WorldState | undefined> {
  try {
    const state = worldState.safeParse(JSON.parse(await readFile(join(folder, FILE), 'utf8')));
    return state.data && isAlive(state.data.pid) ? state.data : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM means that the process lives and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
