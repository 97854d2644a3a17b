import { type Print, type Terminal, terminal } from './terminal.ts';

/** The output of one run: one JSON document, or lines for people. */
export type Output = {
  /** Prints a line for people: to stdout, or to stderr where stdout is kept for the document. */
  readonly print: Print;
  /** Prints the result: the document where JSON is asked for, else what `show` prints. */
  result(document: unknown, show?: (print: Print) => void): void;
};

/** Opens the output of a run; with `isJson`, stdout carries the document and nothing else. */
export function openOutput(isJson: boolean, { out, err }: Terminal = terminal): Output {
  return {
    print: isJson ? err : out,
    result(document, show) {
      if (isJson) out(JSON.stringify(document, null, 2));
      else show?.(out);
    },
  };
}

/** Writes how much of a longer work is done, ` 7/128`, in equal width. */
export function progress(done: number, total: number): string {
  return `${String(done).padStart(String(total).length)}/${total}`;
}
