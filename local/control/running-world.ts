import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import type { World } from '#local/world/world.ts';
import { processEnvironment, variableOf } from '#shared/config/environment.ts';

const worldState = z.object({
  pid: z.int(),
  /** The public door. */
  url: z.string(),
  /** What Twilio calls, and signs. */
  publicBaseUrl: z.optional(z.string()),
  controlUrl: z.string(),
  controlToken: z.string(),
  /** Where the world keeps the CRM. */
  dynamoDbEndpoint: z.optional(z.string()),
  /** Where it keeps files, and what is still to be done. */
  s3Endpoint: z.optional(z.string()),
  schedulerEndpoint: z.optional(z.string()),
  /** Its Twilio, where that is a stand-in; the token where the world made it up. */
  twilio: z.optional(
    z.object({
      accountSid: z.string(),
      apiBaseUrl: z.string(),
      authToken: z.optional(z.string()),
    }),
  ),
  /** Epoch milliseconds. */
  startedAt: z.number(),
});

/** How other programs on this machine find a running world. */
export type WorldState = Readonly<z.output<typeof worldState>>;

/** Where the world of `npm start` leaves its state. */
export const STATE_FOLDER = fileURLToPath(new URL('../../.local/', import.meta.url));
const FILE = 'world.json';

type WorldSeen = Pick<World, 'url' | 'dynamoDb' | 's3' | 'scheduler' | 'exchange' | 'env'>;

/** What others may know of a world of this process and of the door to its control. */
export function toWorldState(
  { url, dynamoDb, s3, scheduler, exchange, env }: WorldSeen,
  door: { readonly url: string; readonly token: string },
): WorldState {
  const {
    PUBLIC_BASE_URL: publicBaseUrl = url,
    TWILIO_ACCOUNT_SID: accountSid = '',
    TWILIO_AUTH_TOKEN: authToken = '',
  } = env;
  const { apiBaseUrl } = exchange ?? {};
  // A token that is the user's own is not written into a file.
  const isOwn = variableOf(processEnvironment(), 'TWILIO_AUTH_TOKEN') === authToken;
  return {
    pid: process.pid,
    url,
    publicBaseUrl,
    controlUrl: door.url,
    controlToken: door.token,
    dynamoDbEndpoint: dynamoDb.endpoint,
    s3Endpoint: s3.endpoint,
    schedulerEndpoint: scheduler.endpoint,
    ...(apiBaseUrl && {
      twilio: { accountSid, apiBaseUrl, ...(!isOwn && { authToken }) },
    }),
    startedAt: Date.now(),
  };
}

/** Leaves a world's state in a folder, for this user alone, until it is disposed of. */
export async function leaveWorldState(folder: string, state: WorldState): Promise<AsyncDisposable> {
  const file = join(folder, FILE);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Whoever reads meanwhile finds the whole of it or nothing.
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
  return {
    async [Symbol.asyncDispose]() {
      // A world that started later has left its own in the same place.
      if ((await findWorld(folder))?.pid === state.pid) await rm(file, { force: true });
    },
  };
}

/** Finds the world that left its state in a folder and still lives. */
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
    // The process of somebody else lives as well.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
