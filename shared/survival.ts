import { log } from './log.ts';

/** Does without the result of work that a waiting caller must not depend on; its failure is logged. */
export async function survive<T>(event: string, work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    log.error(event, error);
    return undefined;
  }
}
