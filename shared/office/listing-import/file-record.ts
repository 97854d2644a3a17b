/** One record as a file holds it. */
export type FileRecord = {
  /** Its row as a spreadsheet shows it, with the head in row 1; its place in a JSON list. */
  readonly row: number;
  /** Heads of columns, each with its text. */
  readonly cells: readonly (readonly [head: string, text: string])[];
  /** The reason why the whole record cannot be read. */
  readonly problem?: Omit<Problem, 'row'>;
};

/** A problem of a file, and its place. */
export type Problem = {
  readonly row: number;
  /** The head as in the file, or our name of a column that it lacks; empty for a whole row. */
  readonly column: string;
  readonly message: string;
};
