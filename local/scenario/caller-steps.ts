import type { Words } from './utterance.ts';

/** One step of a caller; a script is a list of them. */
export type CallerStep =
  /** Waits for its turn, then says words; `recording` is μ-law in base64 that replaces the synthetic voice. */
  | { readonly say: Words; readonly recording?: string }
  /** Speaks over the other end, `afterMs` after its answer began to sound. */
  | { readonly interrupt: Words; readonly afterMs: number; readonly recording?: string }
  /** Makes a short sound without words, `afterMs` after the other end's answer began to sound. */
  | { readonly cough: true; readonly afterMs: number }
  /** Waits for its turn, then presses keys. */
  | { readonly press: string }
  /** Waits until the other end has spoken and paused. */
  | { readonly listen: true }
  /** Waits for the first sounds of the other end's answer. */
  | { readonly untilSound: true }
  /** Waits until the other end begins to record. */
  | { readonly untilBeep: true }
  /** Waits for `waitMs`. */
  | { readonly waitMs: number }
  | { readonly hangUp: true };

/** The last steps of a caller without a farewell of its own: hear the answer, hang up. */
export const farewell: readonly CallerStep[] = [{ listen: true }, { hangUp: true }];
