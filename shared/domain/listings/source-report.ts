/** The report on one run of the listing source, which the owner reads. */
export type SourceReport = {
  /** The moment of the run, in epoch ms. */
  readonly at: number;
  /** The host of the source: its whole address may hold a secret. */
  readonly host: string;
  readonly outcome: 'imported' | 'refused' | 'failed';
  /** The reason why nothing was written. */
  readonly reason?: SourceTrouble | undefined;
  /** The reason in words. */
  readonly detail?: string | undefined;
  readonly rows: number;
  readonly accepted: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
  /** Homes that the export does not name, and that stay: a wrong row without an id may be theirs. */
  readonly spared?: number | undefined;
  /** Homes of the source that stay as a file or a person left them: the first hundred. */
  readonly kept: readonly string[];
  /** Homes that another writer changed during the run; the next run looks at them again. */
  readonly overtaken: readonly string[];
  /** Brokers whom homes name and who are nobody of the office: the first ones. */
  readonly unknown_brokers?: readonly string[] | undefined;
  /** The first problems of rows, and the number of all. */
  readonly problems: readonly {
    readonly row: number;
    readonly column: string;
    readonly message: string;
  }[];
  readonly problem_count: number;
};

/** The reasons why a run wrote nothing. */
export type SourceTrouble =
  | 'not-fetched'
  | 'not-readable'
  | 'no-row-accepted'
  | 'too-many-would-vanish';
