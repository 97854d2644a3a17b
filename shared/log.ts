/** The fields of a log line: identifiers, counts and reasons; never texts, names, payloads, secrets or whole phone numbers. */
type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes JSON lines: a dotted event name, then fields. */
export const log = {
  info: (event: string, fields: Fields = {}) => write('info', event, fields),
  warn: (event: string, fields: Fields = {}) => write('warn', event, fields),
  /** Writes an error; its cause by name and code only, because a vendor's message may quote a caller. */
  error: (event: string, error: unknown, fields: Fields = {}) =>
    write('error', event, { ...fields, ...described(error) }),
  /** Counts one for CloudWatch, in its embedded metric format; a `reason` splits the count. */
  count: (metric: string, fields: Fields = {}) =>
    measure({ Name: metric, Unit: 'Count' }, { ...fields, [metric]: 1 }),
  /** Writes a current amount for CloudWatch. */
  amount: (metric: string, amount: number) =>
    measure({ Name: metric, Unit: 'Count' }, { [metric]: amount }),
  /** Writes a duration in ms for CloudWatch; a `reason` splits it. */
  duration: (metric: string, ms: number, fields: Fields = {}) =>
    measure({ Name: metric, Unit: 'Milliseconds' }, { ...fields, [metric]: ms }),
};

/** Returns a phone number without its middle, still enough to tell two callers apart: `+9725****123`. */
export function masked(number: string | undefined): string | undefined {
  return number?.replace(/^(.{0,5}).*?(.{0,3})$/, '$1****$2');
}

function write(level: 'info' | 'warn' | 'error', event: string, fields: Fields): void {
  print({ level, event, at: new Date().toISOString(), ...fields });
}

function measure(metric: { Name: string; Unit: string }, fields: Fields): void {
  const Dimensions = 'reason' in fields ? [[], ['reason']] : [[]];
  print({
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [{ Namespace: 'AgentLocator', Dimensions, Metrics: [metric] }],
    },
    ...fields,
  });
}

/** A line of the log as an object: its fields by their names. */
export type LogLine = Readonly<Record<string, unknown>>;

let print = (line: LogLine) => console.log(JSON.stringify(line));

/** Gives all further lines to a function: a command keeps stdout for its result. */
export function redirectLog(printLine: (line: LogLine) => void): void {
  print = printLine;
}

function described(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: String(error) };
  return { error: error.name, message: error.message, cause: namedCause(error.cause) };
}

function namedCause(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  const { code, status } = cause as Error & { code?: unknown; status?: unknown };
  return [cause.name, code ?? status].filter((part) => part !== undefined).join(' ');
}
