import { processEnvironment } from '#shared/config/environment.ts';

/** Returns the environment of a command that a test starts: nothing of the tests' own, except where compiled code is kept. */
export function commandEnvironment() {
  const { PATH, NODE_COMPILE_CACHE } = processEnvironment();
  return { PATH, NODE_COMPILE_CACHE };
}
