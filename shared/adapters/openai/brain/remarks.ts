import { log } from '#shared/log.ts';
import type { Heard } from './answer-words.ts';

/** The model reads these after an answer that must be given again. */
export const REMARKS = {
  'cut-call':
    'Your tool call was too long, so it was not made. Call again with short arguments, or answer without.',
  promise:
    'Your last words were not said: they tell that something was done or will be done, and no tool did it. If a tool can do it, call it now. Otherwise answer again without such a promise, and offer what you can do. Do not repeat what was said before.',
} as const;

/** The name of a remark on an answer. */
export type Remark = keyof typeof REMARKS;

/** Returns the remark that an answer without a tool call deserves. */
export function remarkOn(end: Heard['end'], promised: readonly string[]): Remark | undefined {
  if (end === 'cut-call') return 'cut-call';
  return promised.length > 0 ? 'promise' : undefined;
}

/** Logs that an answer must be given again. */
export function logRemark(remark: Remark, promised: readonly string[]): void {
  if (remark === 'cut-call') log.warn('brain.call-cut');
  else log.warn('brain.promise-questioned', { kinds: promised.join() });
}
