/** The process of the function that tells, as Lambda runs it: invocation after invocation. */
import { handler } from '#functions/tell.ts';

process.on('disconnect', () => process.exit());
process.send?.('started');
for (;;) await handler({});
