import { jsonIn } from '#shared/json.ts';
import type { Toolbox, ToolCall } from '#shared/ports/speech.ts';

/** The limit of a note: three homes with their ids fit, and the model reads every note before each answer. */
const MAX_NOTE_CHARS = 900;
/** Long texts that the model reads once: the ids of three homes must fit into a note. */
const UNNOTED: readonly string[] = ['description'];

/** Returns a toolbox that hands each use to `keep` as a short note, also if the use was aborted. */
export function notingToolbox(toolbox: Toolbox, keep: (note: string) => void): Toolbox {
  return {
    ...toolbox,
    async use(call, signal) {
      let result: string | undefined;
      try {
        result = await toolbox.use(call, signal);
        return result;
      } finally {
        keep(toToolNote(call, result));
      }
    },
  };
}

/** Returns one line on a tool's use: its name, outcome, arguments and result. Without a result the outcome is unknown. */
export function toToolNote(
  { name, arguments: sent }: ToolCall,
  result: string | undefined,
): string {
  const outcome = result === undefined ? 'unknown' : isDone(result) ? 'done' : 'failed';
  const deed = result === undefined ? name : deedOf(name, result);
  const told = [compact(jsonIn(sent)), result === undefined ? '' : compact(jsonIn(result))];
  const note = `${deed}: ${outcome}; ${told.filter(Boolean).join(' → ')}`;
  return note.slice(0, MAX_NOTE_CHARS).toWellFormed();
}

/** Returns the names of the tools that did their work, by the notes on them. */
export function toolsDone(notes: readonly string[]): string[] {
  return notes.flatMap((note) => /^(\w+): done;/.exec(note)?.[1] ?? []);
}

/** Returns the tool whose work a use did: a hand-over while the office is closed requests a callback. */
export function deedOf(name: string, result: string): string {
  const told = jsonIn(result);
  const isCallback = typeof told === 'object' && told !== null && 'callback_requested' in told;
  return isCallback ? 'request_callback' : name;
}

/** Returns whether a tool's result tells of success: it names no error, and denies nothing. */
export function isDone(result: string): boolean {
  const told = jsonIn(result);
  if (typeof told !== 'object' || told === null) return false;
  return !('error' in told) && !Object.values(told).includes(false);
}

/** Returns a JSON value as short text: `city חיפה, rooms 3`. Unknown values are left out. */
function compact(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) {
    const isOfObjects = value.some((each) => typeof each === 'object');
    return value
      .map(compact)
      .filter(Boolean)
      .join(isOfObjects ? ' | ' : '/');
  }
  if (typeof value !== 'object') return plain(String(value));
  return Object.entries(value)
    .filter(([key]) => !UNNOTED.includes(key))
    .map(([key, each]) => [plain(key), compact(each)])
    .filter(([, text]) => text)
    .map((words) => words.join(' '))
    .join(', ');
}

/** Returns a text on one line, without characters that could end the notes. */
function plain(text: string): string {
  return text.replace(/[\p{C}\p{Z}<>"]+/gu, ' ').trim();
}
