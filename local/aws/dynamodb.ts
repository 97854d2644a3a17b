import { Agent } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { quickenExpressionParsers } from './expression-parsers.ts';
import { forward } from './request-forwarding.ts';
import { createTables } from './table-creation.ts';
import {
  createVendorServer,
  type VendorAnswer,
  type VendorManners,
  type VendorServer,
} from './vendor-server.ts';

/** The largest request DynamoDB reads: 16 MB, its documented limit for a batch. */
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;

/** Starts DynamoDB on loopback with the product's tables, in memory; the data survive every fault. */
export async function createDynamoDbStandIn(
  options: { readonly port?: number } = {},
): Promise<VendorServer> {
  await using opened = new AsyncDisposableStack();
  quickenExpressionParsers();
  const database = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => database.listen(0, '127.0.0.1', resolve));
  opened.defer(() => new Promise((resolve) => database.close(() => resolve())));
  const { port: databasePort } = database.address() as AddressInfo;
  const agent = opened.adopt(new Agent({ keepAlive: true }), (used) => used.destroy());
  // dynalite crashes the process when a client hangs up during a request, and when it is closed during one.
  // Requests are therefore read whole before dynalite sees them.
  const underWay = new Set<Promise<VendorAnswer>>();
  opened.defer(() => Promise.allSettled(underWay).then(() => {}));
  const manners: VendorManners = {
    answer(request) {
      const answer = forward(request, databasePort, agent);
      underWay.add(answer);
      const done = () => underWay.delete(answer);
      answer.then(done, done);
      return answer;
    },
    maxBodyBytes: MAX_REQUEST_BYTES,
    tooLarge: refusal(413, 'RequestEntityTooLarge', 'The request is larger than 16 MB.'),
    throttled: refusal(
      400,
      'ProvisionedThroughputExceededException',
      'The level of configured provisioned throughput for the table was exceeded.',
    ),
    broken: () => refusal(500, 'InternalServerError', 'The server encountered an internal error.'),
  };
  const { endpoint, setFault } = opened.use(await createVendorServer(manners, options.port));
  await createTables(endpoint);
  const all = opened.move();
  return { endpoint, setFault, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

function refusal(status: number, type: string, message: string): VendorAnswer {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message }),
  };
}
