import type { lambdas } from '#shared/lambdas.ts';
import type { tables } from '#shared/tables.ts';

/** What one part of the product may do, and nothing else. */
export type Rights = {
  /** DynamoDB's actions on each table; `Query an_index` is a query of that index alone. */
  readonly tables?: { readonly [Table in keyof typeof tables]?: readonly TableRight<Table>[] };
  /** What it does with files in the bucket, by how their keys begin: `find` tells one that is not there from one that may not be seen. */
  readonly files?: { readonly [Kind in 'recordings' | 'attachments']?: readonly FileRight[] };
  /** Its one-time schedules, by how their names begin: those it makes and those it takes back. */
  readonly schedules?: {
    readonly makes?: readonly string[];
    readonly takesBack?: readonly string[];
  };
  /** Whether it looks at the schedule of the watchdog. */
  readonly seesWatchdog?: true;
};

/** What can be done with a file. */
export type FileRight = 'find' | 'read' | 'write';

type TableRight<Table extends keyof typeof tables> =
  | 'GetItem'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'Query'
  | 'Scan'
  | `Query ${(typeof tables)[Table]['indexes'][number]['name']}`;

/** A function as AWS needs to know it. */
export type FunctionDescription = Rights & {
  /** Its share of a core grows with it: 1,769 MB have one. */
  readonly memoryMb: number;
  /** What its bundle may weigh: a cold start reads all of it. */
  readonly ceilingKb: number;
};

/** Functions that answer out of the store, and those that ask Twilio, S3 or OpenAI as well. */
const light = { memoryMb: 512, ceilingKb: 500 } as const;
const heavy = { memoryMb: 512, ceilingKb: 2_000 } as const;

/** What answering a message takes: the agent with its tools, and what was sent. */
const answering = {
  tables: {
    interactions: ['GetItem', 'UpdateItem', 'Query by_contact'],
    leads: ['GetItem', 'UpdateItem'],
    listings: ['GetItem', 'Scan', 'Query by_deal', 'Query by_deal_city'],
    viewings: ['GetItem', 'PutItem', 'UpdateItem', 'Query by_contact'],
  },
  files: { attachments: ['write'] },
  schedules: { makes: ['late-', 'remind-', 'callback-'], takesBack: ['late-', 'remind-'] },
} as const satisfies Rights;

/** Every function: its size, and its rights. */
export const functions = {
  'incoming-call': {
    ...light,
    // A caller hears it ring until this one has started.
    memoryMb: 1_024,
    tables: { call_log: ['UpdateItem'], call_watch: ['PutItem'], interactions: ['UpdateItem'] },
  },
  'stream-ended': {
    ...light,
    tables: { call_log: ['GetItem', 'UpdateItem'], call_watch: ['PutItem', 'DeleteItem'] },
  },
  'stream-status': { ...light, tables: { call_watch: ['UpdateItem'] } },
  'handle-recording': { ...light, tables: { call_log: ['UpdateItem'] } },
  'recording-status': {
    ...heavy,
    tables: { call_log: ['GetItem', 'UpdateItem'], call_watch: ['DeleteItem'] },
    files: { recordings: ['find', 'write'] },
    schedules: { makes: ['fetch-'] },
  },
  'dial-ended': {
    ...light,
    tables: { call_log: ['GetItem', 'UpdateItem'], call_watch: ['PutItem', 'DeleteItem'] },
  },
  'dial-whisper': light,
  'call-status': {
    ...light,
    tables: {
      call_log: ['GetItem', 'UpdateItem'],
      call_turn: ['Query'],
      call_watch: ['DeleteItem'],
      interactions: ['UpdateItem'],
      leads: ['UpdateItem'],
    },
    schedules: { makes: ['follow-up-'] },
  },
  'whatsapp-inbound': { ...heavy, memoryMb: 1_024, ...answering },
  'whatsapp-status': {
    ...light,
    tables: { interactions: ['UpdateItem'], leads: ['UpdateItem'] },
    schedules: { takesBack: ['late-'] },
  },
  'late-reply': { ...heavy, ...answering },
  remind: {
    ...heavy,
    tables: {
      viewings: ['GetItem'],
      listings: ['GetItem'],
      leads: ['GetItem', 'UpdateItem'],
      interactions: ['GetItem', 'UpdateItem'],
    },
    schedules: { makes: ['remind-'] },
  },
  'follow-up': {
    ...heavy,
    tables: {
      call_log: ['GetItem'],
      call_turn: ['Query'],
      viewings: ['Query by_contact'],
      listings: ['GetItem', 'Scan'],
      leads: ['GetItem', 'UpdateItem'],
      interactions: ['GetItem', 'UpdateItem'],
    },
    schedules: { makes: ['follow-up-'] },
  },
  health: {
    memoryMb: 512,
    // Google's client is among it, and read when there is something to ask.
    ceilingKb: 3_000,
    tables: { call_log: ['GetItem'], call_watch: ['GetItem'] },
    seesWatchdog: true,
  },
  'fetch-recording': {
    ...heavy,
    tables: { call_log: ['GetItem', 'UpdateItem'] },
    files: { recordings: ['find', 'write'] },
    schedules: { makes: ['fetch-'] },
  },
  'transcribe-recording': {
    ...heavy,
    tables: {
      call_log: ['GetItem', 'UpdateItem'],
      call_turn: ['GetItem', 'UpdateItem', 'Query'],
      interactions: ['UpdateItem'],
      listings: ['Scan'],
    },
    files: { recordings: ['read'] },
    schedules: { makes: ['transcribe-'] },
  },
  watchdog: {
    ...heavy,
    // It runs all day, three of it at once, and fits into this with a third to spare.
    memoryMb: 176,
    tables: {
      call_log: ['UpdateItem'],
      call_watch: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'],
    },
  },
  reconcile: {
    ...heavy,
    tables: {
      call_log: ['GetItem', 'UpdateItem'],
      call_turn: ['Query'],
      call_watch: ['DeleteItem'],
      interactions: ['GetItem', 'UpdateItem'],
      leads: ['UpdateItem'],
    },
    files: { recordings: ['find', 'read', 'write'] },
    schedules: { makes: ['late-'] },
  },
} as const satisfies { readonly [Name in keyof typeof lambdas]: FunctionDescription };

/** The media service's rights: those of its calls, and of the agent's tools. */
export const mediaRights: Rights = {
  tables: {
    call_log: ['GetItem', 'UpdateItem'],
    call_turn: ['PutItem', 'UpdateItem', 'Query'],
    call_watch: ['PutItem', 'UpdateItem'],
    interactions: ['UpdateItem', 'Query by_contact'],
    leads: ['GetItem', 'UpdateItem'],
    listings: ['GetItem', 'Scan', 'Query by_deal', 'Query by_deal_city'],
    viewings: ['GetItem', 'PutItem', 'UpdateItem', 'Query by_contact'],
  },
  files: { recordings: ['write'] },
  schedules: { makes: ['remind-', 'callback-'], takesBack: ['remind-'] },
};
