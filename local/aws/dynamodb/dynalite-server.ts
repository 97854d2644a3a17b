import { Agent } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import type { VendorAnswer, VendorRequest } from '#local/aws/vendor-server.ts';
import { quickenExpressionParsers } from './expression-parsers.ts';
import { forward } from './request-forwarding.ts';
import { createTables } from './table-creation.ts';

/** dynalite with the product's tables, in memory. */
export interface DynaliteServer extends AsyncDisposable {
  /** Forwards a whole request and returns the answer. */
  ask(request: VendorRequest): Promise<VendorAnswer>;
}

/** Starts dynalite in this process and resolves when its tables stand. */
export async function startDynalite(): Promise<DynaliteServer> {
  await using opened = new AsyncDisposableStack();
  quickenExpressionParsers();
  const database = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => database.listen(0, '127.0.0.1', resolve));
  opened.defer(() => new Promise((resolve) => database.close(() => resolve())));
  const { port } = database.address() as AddressInfo;
  const agent = opened.adopt(new Agent({ keepAlive: true }), (used) => used.destroy());
  // dynalite crashes the process when a client hangs up during a request, and when it is closed during one.
  // Requests are therefore read whole before dynalite sees them.
  const underWay = new Set<Promise<VendorAnswer>>();
  opened.defer(() => Promise.allSettled(underWay).then(() => {}));
  await createTables(`http://127.0.0.1:${port}`);
  const all = opened.move();
  return {
    ask(request) {
      const answer = forward(request, port, agent);
      underWay.add(answer);
      const done = () => underWay.delete(answer);
      answer.then(done, done);
      return answer;
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
