/** The process of the media path alone: the product's door, phone line, ear and pump. It repeats each utterance to its caller. */
import { createPump } from '#media-service/speaking/pump.ts';
import { startServer } from '#media-service/stream/server.ts';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { readConfig } from '#shared/config/config.ts';
import { loadEar } from './turns-ear.ts';

const config = readConfig();
const openEar = await loadEar();

const { port } = await startServer({
  config,
  secrets: secretsOf(config),
  openSession(_stream, line) {
    const ear = openEar();
    const pump = createPump(line);
    const over = Promise.withResolvers<void>();
    return {
      frameArrived(frame) {
        for (const noticed of ear.hear(frame)) {
          if (noticed.type === 'paused') pump.play(noticed.audio);
        }
      },
      keyPressed() {},
      markReached() {},
      stopped() {
        pump.clear();
        over.resolve();
      },
      move() {},
      finished: over.promise,
    };
  },
});
process.on('disconnect', () => process.exit());
process.send?.(port);
