import * as z from 'zod/mini';
import type { Requests } from '#commands/deployment/requests.ts';
import { Broken } from '#commands/deployment/verdict.ts';
import { jsonIn } from '#shared/json.ts';
import { routes } from '#shared/routes.ts';

const readiness = z.catchall(z.object({ status: z.string() }), z.string());

/** The answer of `/readyz`: the status of the deployment, and of each part. */
export type Readiness = {
  readonly httpStatus: number;
  readonly status: string;
  readonly parts: Readonly<Record<string, string>>;
};

/**
 * Asks a deployment whether it is ready.
 * @throws {Broken} where the answer is not the JSON of `/readyz`.
 */
export async function readReadiness(requests: Requests): Promise<Readiness> {
  const { status: httpStatus, body } = await requests.get(routes.readyz.path);
  const read = z.safeParse(readiness, jsonIn(body));
  if (!read.success) throw new Broken(`answers ${httpStatus} without its state in JSON`);
  const { status, ...parts } = read.data;
  return { httpStatus, status, parts };
}
