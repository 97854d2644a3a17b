import { type Agent, type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { VendorAnswer, VendorRequest } from '#local/aws/vendor-server.ts';

/** Forwards a request to another server on this machine and returns its answer. */
export function forward(
  { method, path, query, headers, body }: VendorRequest,
  port: number,
  agent: Agent,
): Promise<VendorAnswer> {
  const { connection: _, 'transfer-encoding': __, ...kept } = headers;
  return new Promise((resolve, reject) => {
    const outgoing = request({
      host: '127.0.0.1',
      port,
      agent,
      method,
      path: query.size > 0 ? `${path}?${query}` : path,
      headers: { ...kept, 'content-length': body.length },
    });
    outgoing.on('response', (answer) => resolve(received(answer)));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

async function received(answer: IncomingMessage): Promise<VendorAnswer> {
  const ofContent = Object.entries(answer.headers).flatMap(([name, value]) =>
    /^(content-type|x-amz.*)$/.test(name) ? [[name, String(value)]] : [],
  );
  return {
    status: answer.statusCode ?? 500,
    headers: Object.fromEntries(ofContent),
    body: await buffer(answer),
  };
}
