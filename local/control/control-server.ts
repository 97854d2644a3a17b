import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from '#local/request-body.ts';
import { InvalidInput } from '#shared/errors.ts';
import { createCallRoutes } from './call-routes.ts';
import { createCustomerRoutes } from './customer-routes.ts';
import { toMailReport } from './mail-report.ts';
import type { ControlledWorld } from './ordered-call.ts';
import { readJson } from './valid-input.ts';

/** Room for a long script in Hebrew with a dozen recordings. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** The HTTP server through which other programs on this machine place calls and write messages. */
export interface ControlServer extends AsyncDisposable {
  readonly url: string;
  /** The bearer token of every request. */
  readonly token: string;
}

/** Opens a control server on a loopback port of its own. */
export async function createControlServer(world: ControlledWorld): Promise<ControlServer> {
  const token = randomBytes(32).toString('hex');
  const serveCalls = createCallRoutes(world);
  const serveCustomers = createCustomerRoutes(world);
  const server = createServer((request, response) => {
    // A client that disconnects early is not an error here.
    response.on('error', () => {});
    const { method = '', url: path = '' } = request;
    const work = async () => {
      if (!bears(request, token)) return refuse(response, 401, 'The token is not of this world.');
      if (method === 'GET' && path === '/mails') {
        return send(response, 200, { mails: world.ses.mails.map(toMailReport) });
      }
      const serve = path.startsWith('/customers/') ? serveCustomers : serveCalls;
      const answer = await serve({ method, path, body: () => read(request), response });
      if (answer.status >= 400) refuse(response, answer.status, answer.error ?? '');
      else if (answer.json) send(response, answer.status, answer.json);
      else if (!response.headersSent) response.writeHead(answer.status).end();
    };
    work().catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else if (error instanceof InvalidInput) refuse(response, 400, error.message);
      else refuse(response, 500, 'The world could not do this.');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function read(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request, MAX_BODY_BYTES);
  if (!body) throw new InvalidInput(`The body must not be larger than ${MAX_BODY_BYTES} bytes.`);
  return readJson(body.toString(), 'The body');
}

function bears({ headers }: IncomingMessage, token: string): boolean {
  const expected = Buffer.from(`Bearer ${token}`);
  const given = Buffer.from(headers.authorization ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function refuse(response: ServerResponse, status: number, error: string): void {
  send(response, status, { error });
}

function send(response: ServerResponse, status: number, json: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(json));
}
