import { processEnvironment } from '#shared/config/environment.ts';

/** Returns the environment of a command that a test starts. Of the tests' own it has the folder of compiled code alone. */
export function commandEnvironment() {
  const { PATH, NODE_COMPILE_CACHE } = processEnvironment();
  return { PATH, NODE_COMPILE_CACHE };
}
