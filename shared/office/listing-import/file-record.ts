/** One record as a file holds it. */
export type FileRecord = {
  /** As whoever opens the file finds it: `row 7`, counted with the head. */
  readonly place: string;
  /** Heads of columns and what stands under them. */
  readonly cells: readonly (readonly [head: string, text: string])[];
  /** Why it cannot be read at all. */
  readonly problem?: string;
};
