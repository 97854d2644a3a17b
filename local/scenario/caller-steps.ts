import type { Words } from './utterance.ts';

/** What a caller does, one thing after the other; a script of them is data. */
export type CallerStep =
  /** Waits until the other end has spoken and paused, or records; then says something, in a recording's voice (μ-law in base64) where there is one. */
  | { readonly say: Words; readonly recording?: string }
  /** Speaks over the other end, so long after its answer began to sound. */
  | { readonly interrupt: Words; readonly afterMs: number; readonly recording?: string }
  /** Makes a short sound without words, so long after the other end's answer began to sound. */
  | { readonly cough: true; readonly afterMs: number }
  /** Waits for its turn, then presses keys. */
  | { readonly press: string }
  /** Waits until the other end has spoken and paused. */
  | { readonly listen: true }
  /** Waits for the first sounds of the other end's answer. */
  | { readonly untilSound: true }
  /** Does nothing for a while. */
  | { readonly waitMs: number }
  | { readonly hangUp: true };

/** How a caller ends who has nothing more to say: not before the answer is heard. */
export const farewell: readonly CallerStep[] = [{ listen: true }, { hangUp: true }];
