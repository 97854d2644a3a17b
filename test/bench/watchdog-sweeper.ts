/** The process of one watchdog invocation, as Lambda runs it. */
import { handler } from '#functions/watchdog.ts';

process.on('disconnect', () => process.exit());
process.send?.('started');
await handler({});
