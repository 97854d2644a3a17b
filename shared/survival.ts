import { log } from './log.ts';

/** Returns the result of work that a waiting caller must not depend on; undefined if it fails, which is logged. */
export async function survive<T>(event: string, work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    log.error(event, error);
    return undefined;
  }
}
