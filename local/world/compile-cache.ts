// Preloaded by every process of the product. Node keeps its compile cache only when a process ends in
// order, and a world kills its processes. The cache is therefore flushed early.
import { enableCompileCache, flushCompileCache } from 'node:module';

/** A process has booted and answered its first requests by then. */
const WARM_MS = 4_000;

enableCompileCache();
setTimeout(flushCompileCache, WARM_MS).unref();
