/** One record as a file holds it. */
export type FileRecord = {
  /** Its place in the file: `row 7`, counted with the head, or `entry 7`. */
  readonly place: string;
  /** Heads of columns, each with its text. */
  readonly cells: readonly (readonly [head: string, text: string])[];
  /** The reason why the whole record cannot be read. */
  readonly problem?: string;
};
