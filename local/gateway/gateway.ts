import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { TooManyRequests } from '#local/aws/lambda/lambda-api.ts';
import { readBody } from '#local/request-body.ts';
import { functionOf, type RouteName, routes, streamPaths } from '#shared/routes.ts';
import type { Balancer } from './balancer.ts';
import { createEdge, type Edge, type EdgeRequest } from './edge.ts';
import { type HttpAnswer, message, toHttpAnswer } from './http-answer.ts';
import { splitUrl, toHttpEvent } from './http-event.ts';
import { isStaticPath, serveStatic } from './static-files.ts';
import { proxyRequest, proxyUpgrade, refuseUpgrade } from './stream-proxy.ts';

/** The largest webhook body; Twilio's forms stay under a tenth of it. */
const MAX_BODY_BYTES = 64 * 1024;

/**
 * The integration timeout of an HTTP API:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const INTEGRATION_TIMEOUT_MS = 30_000;

const serverLimits = {
  /** An HTTP API takes 10,240 bytes of request line and headers, a load balancer more. */
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  /** The interval at which the two limits above are checked. */
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 60_000,
};

export type GatewayOptions = {
  readonly port: number;
  readonly host?: string;
  /** Runs a function by its name. */
  readonly invoke: (
    functionName: string,
    event: unknown,
  ) => Promise<{ readonly payload: unknown; readonly functionError?: string }>;
  /** The folders behind `/static`, each with a trailing slash; the first one that has a file serves it. */
  readonly staticFolders: readonly URL[];
  /** The load balancer of the media service's processes. */
  readonly balancer: Pick<Balancer, 'place'>;
  /** The errors that the edge keeps; as the stack sets them by default. */
  readonly edge?: Edge;
};

/** The public port of a world, open. */
export interface Gateway extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
}

/** Opens the public port: the product's routes, its prompts and its media streams. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { host = '127.0.0.1', balancer, edge = createEdge() } = options;
  const server = createServer({ ...serverLimits, shouldUpgradeCallback: isWebSocket });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (request, response) => {
    const asked = toEdgeRequest(request);
    const kept = edge.kept(asked);
    if (kept !== undefined) return void send(response, message(kept));
    response.once('finish', () =>
      edge.answered(asked, response.statusCode, `${response.getHeader('cache-control') ?? ''}`),
    );
    if (isStream(request)) proxyRequest(request, response, balancer.place());
    else {
      answerOf(request, options)
        // An HTTP API answers 503 for a throttled function, 500 for one that fails.
        .catch((error) => message(error instanceof TooManyRequests ? 503 : 500))
        .then((answer) => send(response, answer))
        .catch(() => response.destroy());
    }
  });
  server.on('upgrade', (request, caller, head) => {
    caller.on('error', () => caller.destroy());
    const asked = toEdgeRequest(request);
    const kept = edge.kept(asked);
    if (kept !== undefined) return refuseUpgrade(caller, kept);
    const onRefused = (status: number) => edge.answered(asked, status);
    if (isStream(request)) proxyUpgrade(request, { caller, head, onRefused }, balancer.place());
    else {
      onRefused(404);
      refuseUpgrade(caller, 404);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    port,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => {
        server.close(resolve);
        for (const socket of sockets) socket.destroy();
      });
    },
  };
}

const routeKeys = new Map(
  Object.entries(routes).map(([name, { method, path }]) => [
    `${method} ${path}`,
    functionOf(name as RouteName),
  ]),
);

async function answerOf(
  request: IncomingMessage,
  { invoke, staticFolders }: GatewayOptions,
): Promise<HttpAnswer> {
  const { method, url = '/', headers } = request;
  const [path] = splitUrl(url);
  if (isStaticPath(path) && (method === 'GET' || method === 'HEAD')) {
    return serveStatic(path, staticFolders, headers);
  }
  const routeKey = `${method} ${path}`;
  const functionName = routeKeys.get(routeKey);
  if (!functionName) return message(404);
  const body = await readBody(request, MAX_BODY_BYTES);
  if (!body) return message(413, 'Request Entity Too Large');
  const answered = new AbortController();
  const result = await Promise.race([
    invoke(functionName, toHttpEvent(request, body, routeKey)),
    pause(INTEGRATION_TIMEOUT_MS, 'late' as const, { signal: answered.signal }),
  ]).finally(() => answered.abort());
  if (result === 'late') return message(503);
  return result.functionError ? message(500) : toHttpAnswer(result.payload);
}

function send(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  // 204 and 304 have no body and must not state a length.
  const length = status === 204 || status === 304 ? {} : { 'content-length': body.length };
  response.writeHead(status, { ...headers, ...length });
  response.end(body);
}

function toEdgeRequest({ method, url = '/' }: IncomingMessage): EdgeRequest {
  return { method, path: splitUrl(url)[0] };
}

function isStream({ url = '/' }: IncomingMessage): boolean {
  const [path] = splitUrl(url);
  return streamPaths.some((streamPath) => streamPath === path);
}

// Ignores other upgrades, as HTTP allows: some clients offer h2c.
function isWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}
