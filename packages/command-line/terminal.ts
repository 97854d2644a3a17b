import { styleText } from 'node:util';

const RIGHT_TO_LEFT_ISOLATE = '\u2067';
const POP_ISOLATE = '\u2069';

/** Prints a line for people: to stderr while stdout is kept for a JSON document. */
export type Print = (line: string) => void;

// A closed pipe (`| head`) ends the command: its reader has seen enough.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}

/** The two streams of a command, a line at a time. */
export type Terminal = { readonly out: Print; readonly err: Print };

/** The terminal of this process. */
export const terminal: Terminal = {
  out: (text: string) => process.stdout.write(`${text}\n`),
  err: (text: string) => process.stderr.write(`${text}\n`),
};

/** Isolates the direction of Hebrew text from the rest of its line; put it last on a line. */
export function hebrew(text: string): string {
  return `${RIGHT_TO_LEFT_ISOLATE}${text}${POP_ISOLATE}`;
}

/** Dims text of less importance. */
export function faint(text: string): string {
  return styleText('dim', text);
}

/** Returns a coloured tick or cross. */
export function verdict(ok: boolean): string {
  return ok ? styleText('green', '✓') : styleText('red', '✗');
}
