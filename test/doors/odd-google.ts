import { type AddressInfo, createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { grpc } from 'google-gax';
import { textToSpeech } from '#local/google/definition.ts';
import { openGrpcListener } from '#local/google/grpc-listener.ts';

/** A step that a synthesis may take. */
const act = fc.oneof(
  fc.record({
    what: fc.constant('speaks'),
    audio: fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.constantFrom(new Uint8Array(), new Uint8Array(20_000).fill(0xff), new Uint8Array(8_000)),
      fc.constant(Buffer.from('RIFF\0\0\0\0WAVEdata\xff\xff\xff\xff', 'latin1')),
    ),
  }),
  fc.record({ what: fc.constant('fails'), code: fc.integer({ min: -1, max: 20 }) }),
  fc.record({ what: fc.constantFrom('ends', 'cuts', 'waits') }),
);
/** A step of a synthesis. */
export type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;
/** The steps of one synthesis. */
export const script = fc.array(act, { maxLength: 5 });

/** Opens a Google that answers each request by the script set last. */
export async function openOddGoogle() {
  let script: readonly Act[] = [];
  const server = new grpc.Server();
  server.addService(textToSpeech(), {
    streamingSynthesize(call: grpc.ServerDuplexStream<unknown, object>) {
      call.on('error', () => {}).on('data', () => {});
      for (const act of script) {
        if ('audio' in act) call.write({ audioContent: act.audio });
        if ('code' in act) return call.emit('error', { code: act.code, details: 'any' });
        if (act.what === 'ends') return call.end();
        if (act.what === 'cuts') return listener.drop();
      }
    },
    synthesizeSpeech(_: unknown, reply: grpc.sendUnaryData<object>) {
      const [act] = script;
      if (!act || act.what === 'waits') return;
      if ('audio' in act) return reply(null, { audioContent: act.audio });
      if ('code' in act) return reply({ code: act.code, details: 'any' });
      if (act.what === 'cuts') return listener.drop();
      reply(null, {});
    },
  });
  const listener = await openGrpcListener(server, 0);
  return {
    port: listener.port,
    perform(next: readonly Act[]) {
      script = next;
    },
    [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose](),
  };
}

/** Opens a server at Google's address that does not speak its protocol. */
export async function openNoise() {
  let noise: Uint8Array = new Uint8Array();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('data', () => socket.write(noise));
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    sound(next: Uint8Array) {
      noise = next;
      for (const socket of sockets) socket.destroy();
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
