import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as breath } from 'node:timers/promises';
import fc from 'fast-check';

/** Pieces of bytes on a socket, and how it ends: closed, cut, or left open. */
export type SocketAnswer = {
  readonly pieces: readonly Uint8Array[];
  readonly ending: 'closed' | 'cut' | 'left open';
};

/** Opens a vendor on loopback that answers every request with the bytes set last, HTTP or not. */
export async function openOddVendor() {
  let answer: SocketAnswer = { pieces: [], ending: 'closed' };
  const server = createServer(async (request) => {
    const { socket } = request;
    socket.on('error', () => {});
    request.resume();
    await once(request, 'end');
    const { pieces, ending } = answer;
    for (const piece of pieces) {
      if (!socket.writable) return;
      socket.write(piece);
      await breath();
    }
    if (ending === 'closed') socket.end();
    if (ending === 'cut') socket.destroy();
  });
  server.on('clientError', (_, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answerWith(next: SocketAnswer) {
      answer = next;
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Statuses of answers without a body. */
const statusLine = fc.constantFrom(
  200,
  200,
  200,
  201,
  204,
  301,
  302,
  304,
  400,
  401,
  404,
  408,
  413,
  429,
  500,
  502,
  503,
  599,
  999,
);

const contentType = fc.constantFrom(
  'application/json',
  'text/html',
  'text/event-stream',
  'application/octet-stream',
  'nonsense',
);

/** Arbitrary bytes, cut into pieces anywhere. */
function torn(text: fc.Arbitrary<string>): fc.Arbitrary<Uint8Array[]> {
  return fc.tuple(text, fc.array(fc.nat(), { maxLength: 4 })).map(([whole, cuts]) => {
    const bytes = Buffer.from(whole);
    const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length];
    places.sort((a, b) => a - b);
    return places.slice(1).map((end, i) => bytes.subarray(places[i], end));
  });
}

/** An answer that is not HTTP at all, or HTTP with one of these bodies or any other. */
export function oddAnswer(
  bodies: fc.Arbitrary<string>,
  endings: readonly SocketAnswer['ending'][] = ['closed', 'cut', 'left open'],
): fc.Arbitrary<SocketAnswer> {
  const body = fc.oneof(
    { arbitrary: bodies, weight: 5 },
    fc.json(),
    fc.constantFrom('', '<h1>Oops</h1>', '{', 'null', '[]', '\u0000'),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );
  /** The error of the announced length in bytes; an answer without a length ends with its socket. */
  const wrongBy = fc.constantFrom(undefined, 0, 0, 0, 7, -1);
  const http = fc
    .record({ status: statusLine, type: contentType, body, wrongBy })
    .map(({ status, type, body, wrongBy }) => {
      const length = Math.max(0, Buffer.byteLength(body) + (wrongBy ?? 0));
      const announced = wrongBy === undefined ? '' : `content-length: ${length}\r\n`;
      return `HTTP/1.1 ${status} Any\r\ncontent-type: ${type}\r\n${announced}\r\n${body}`;
    });
  const noise = fc.string({ unit: 'binary', maxLength: 300 });
  return fc.record({
    pieces: torn(fc.oneof({ arbitrary: http, weight: 9 }, noise)),
    ending: fc.constantFrom(...endings),
  });
}
