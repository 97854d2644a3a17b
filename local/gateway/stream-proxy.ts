import {
  type ClientRequest,
  type IncomingMessage,
  request,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Placement, Target } from './balancer.ts';

/**
 * The time until a target must accept a connection.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
 */
const CONNECT_TIMEOUT_MS = 10_000;

/** The time until the media service must begin its answer: CloudFront's default origin timeout. */
const ANSWER_TIMEOUT_MS = 30_000;

/** The time that one half of a connection may outlive the other. */
const HALF_OPEN_MS = 5_000;

/** The interval of TCP keep-alive probes, which detect a peer that vanished. */
const KEEP_ALIVE_MS = 30_000;

/**
 * Forwards a WebSocket handshake to its target, and then every byte in both directions. A refusal is forwarded
 * and ends the connection; no second target is tried.
 */
export function proxyUpgrade(
  incoming: IncomingMessage,
  { caller, head, onRefused }: Upgrade,
  placement: Placement | undefined,
): void {
  const refuseWith = (status: number) => {
    onRefused(status);
    refuseUpgrade(caller, status);
  };
  if (!placement) {
    refuseWith(503);
    return;
  }
  caller.once('close', placement.release);
  const outgoing = passOn(incoming, placement.target);
  const abandon = () => outgoing.destroy();
  caller.once('close', abandon);
  outgoing.on('upgrade', (answer, service, early) => {
    caller.off('close', abandon);
    caller.write(`${statusAndHeaders(answer)}\r\n`, 'latin1');
    caller.write(early);
    service.write(head);
    join(caller as Socket, service);
  });
  outgoing.on('response', (answer) => {
    onRefused(answer.statusCode ?? 502);
    caller.write(
      `${statusAndHeaders(answer, CONNECTION_HEADERS)}Connection: close\r\n\r\n`,
      'latin1',
    );
    pipeline(answer, caller).catch(() => caller.destroy());
  });
  outgoing.on('error', (error) => {
    caller.off('close', abandon);
    refuseWith(statusOf(error));
  });
  outgoing.end();
}

/** A caller's handshake; `onRefused` receives the status of a refusal. */
type Upgrade = {
  readonly caller: Duplex;
  readonly head: Buffer;
  readonly onRefused: (status: number) => void;
};

/** Refuses a WebSocket handshake. */
export function refuseUpgrade(caller: Duplex, status: number): void {
  if (caller.destroyed) return;
  const body = page(status);
  caller.end(
    `HTTP/1.1 ${status} ${reasonOf(status)}\r\nContent-Type: text/html\r\n` +
      `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
  setTimeout(() => caller.destroy(), HALF_OPEN_MS).unref();
}

/** Forwards a plain request to its target. */
export function proxyRequest(
  incoming: IncomingMessage,
  response: ServerResponse,
  placement: Placement | undefined,
): void {
  const refuse = (status: number) => {
    if (response.headersSent) return response.destroy();
    const body = page(status);
    response.writeHead(status, { 'content-type': 'text/html', 'content-length': body.length });
    response.end(body);
  };
  if (!placement) {
    refuse(503);
    return;
  }
  response.once('close', placement.release);
  const outgoing = passOn(incoming, placement.target);
  response.once('close', () => outgoing.destroy());
  outgoing.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, headersOf(answer, CONNECTION_HEADERS).flat());
    pipeline(answer, response).catch(() => response.destroy());
  });
  outgoing.on('error', (error) => refuse(statusOf(error)));
  pipeline(incoming, outgoing).catch(() => outgoing.destroy());
}

/** The load balancer's own words for two of its errors. */
const refusals: Readonly<Record<number, string>> = {
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

const CONNECTION_HEADERS: readonly string[] = ['connection', 'keep-alive', 'transfer-encoding'];

const FORWARDED_HEADERS: readonly string[] = ['x-forwarded-for', 'x-forwarded-proto'];

function passOn(incoming: IncomingMessage, { host, port }: Target): ClientRequest {
  const { method, url, headers, socket } = incoming;
  const from = [headers['x-forwarded-for'], socket.remoteAddress].filter(Boolean).join(', ');
  const outgoing = request({
    agent: false,
    host,
    port,
    method,
    path: url,
    headers: [
      ...headersOf(incoming, FORWARDED_HEADERS),
      ['X-Forwarded-For', from],
      ['X-Forwarded-Proto', 'http'],
    ].flat(),
  });
  const giveUp = () => void outgoing.destroy(new Error('late'));
  const impatience = setTimeout(giveUp, ANSWER_TIMEOUT_MS);
  outgoing.once('socket', (connection) => {
    const connecting = setTimeout(giveUp, CONNECT_TIMEOUT_MS);
    for (const end of ['connect', 'close']) {
      connection.once(end, () => clearTimeout(connecting));
    }
  });
  for (const end of ['upgrade', 'response', 'close']) {
    outgoing.once(end, () => clearTimeout(impatience));
  }
  return outgoing;
}

function headersOf({ rawHeaders }: IncomingMessage, without: readonly string[]): string[][] {
  const pairs = Array.from({ length: rawHeaders.length / 2 }, (_, index) =>
    rawHeaders.slice(2 * index, 2 * index + 2),
  );
  return pairs.filter(([name = '']) => !without.includes(name.toLowerCase()));
}

function statusAndHeaders(answer: IncomingMessage, without: readonly string[] = []): string {
  const lines = headersOf(answer, without).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\n${lines.join('')}`;
}

function join(caller: Socket, service: Socket): void {
  for (const [from, to] of [
    [caller, service],
    [service, caller],
  ] as const) {
    from.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS);
    from.on('error', () => from.destroy());
    from.once('end', () => setTimeout(() => from.destroy(), HALF_OPEN_MS).unref());
    from.once('close', () => to.destroy());
    from.pipe(to);
  }
}

function statusOf(error: Error): 502 | 504 {
  return error.message === 'late' ? 504 : 502;
}

function reasonOf(status: number): string {
  return refusals[status] ?? STATUS_CODES[status] ?? 'Error';
}

function page(status: number): string {
  const title = `${status} ${reasonOf(status)}`;
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
}
