import { styleText } from 'node:util';

const RIGHT_TO_LEFT_ISOLATE = '\u2067';
const POP_ISOLATE = '\u2069';

/** Prints a line for people: to stderr while stdout is kept for a JSON document. */
export type Print = (line: string) => void;

// Whoever reads only the beginning (`| head`) has seen enough.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}

/** The terminal of a command. */
export const terminal = {
  out: (text: string) => process.stdout.write(`${text}\n`),
  err: (text: string) => process.stderr.write(`${text}\n`),
};

/** Writes Hebrew so that a terminal keeps its direction apart from what stands around it; put it last on a line. */
export function hebrew(text: string): string {
  return `${RIGHT_TO_LEFT_ISOLATE}${text}${POP_ISOLATE}`;
}

/** Writes what matters less. */
export function faint(text: string): string {
  return styleText('dim', text);
}

/** Writes a mark of success or failure. */
export function verdict(ok: boolean): string {
  return ok ? styleText('green', '✓') : styleText('red', '✗');
}
