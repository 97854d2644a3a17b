// Loaded before every process of the product: a world kills its processes, and what Node compiled is kept
// only by those that end in order.
import { enableCompileCache, flushCompileCache } from 'node:module';

/** By then a process has booted and answered its first requests. */
const WARM_MS = 4_000;

enableCompileCache();
setTimeout(flushCompileCache, WARM_MS).unref();
