import type { SecretName } from '#shared/config/secrets.ts';
import type { lambdas } from '#shared/lambdas.ts';
import type { tables } from '#shared/tables.ts';

/** The complete rights of one part of the product. */
export type Rights = {
  /** The secrets that it reads, each a secret of its own; without any it works without secrets. */
  readonly secrets?: readonly SecretName[];
  /**
   * DynamoDB actions on each table. `Query an_index` allows a query of that index alone. `PutItem of a-key` allows it
   * for the items with that partition key alone.
   */
  readonly tables?: { readonly [Table in keyof typeof tables]?: readonly TableRight<Table>[] };
  /** Rights to files by key prefix; `find` makes S3 answer “not found” for a missing file instead of “forbidden”. */
  readonly files?: { readonly [Kind in 'recordings' | 'attachments']?: readonly FileRight[] };
  /** The name prefixes of one-time schedules that it creates and cancels. */
  readonly schedules?: {
    readonly creates?: readonly string[];
    readonly cancels?: readonly string[];
  };
  /** Whether it hands mails to SES. */
  readonly sendsMail?: true;
  /** Whether it reads the watchdog's schedule. */
  readonly readsWatchdogSchedule?: true;
};

/** A right to files. */
export type FileRight = 'find' | 'read' | 'write';

/** A right to the items with one partition key, in a table that also holds others. */
type ItemRight = `${'PutItem' | 'UpdateItem'} of ${string}`;

type TableRight<Table extends keyof typeof tables> =
  | ItemRight
  | 'GetItem'
  | 'BatchGetItem'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'Query'
  | 'Scan'
  | `Query ${(typeof tables)[Table]['indexes'][number]['name']}`;

/** The size and the rights of a function. */
export type FunctionDescription = Rights & {
  /** The share of a core grows with the memory: 1,769 MB have one core. */
  readonly memoryMb: number;
  /** The limit of its bundle's size: a cold start reads the whole bundle. */
  readonly ceilingKb: number;
  /**
   * The concurrent executions that are kept for it, and its ceiling; only with `-c reservedConcurrency=on`.
   * A function without any shares the rest of the account's quota.
   * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
   */
  readonly reserved?: number;
};

/** The part of an account's quota that Lambda does not allow to be reserved. */
export const UNRESERVED_MINIMUM = 100;

/** `light` functions use only the store; `heavy` ones also Twilio, S3 or OpenAI. */
const light = { memoryMb: 512, ceilingKb: 500 } as const;
/** `dated` functions also know the holidays: their calendar takes 170 KB. */
const dated = { memoryMb: 512, ceilingKb: 730 } as const;
const heavy = { memoryMb: 512, ceilingKb: 2_100 } as const;

/** Enough for a second in which every one of some hundred calls asks. */
const VOICE_RESERVED = 50;

/**
 * The rights to open a task, or to join it to one of the same call. The hours of the office say when it is due, the
 * lead says whose. Its people are owed none.
 */
const owing = {
  tasks: ['GetItem', 'PutItem', 'UpdateItem', 'Query by_contact'],
  leads: ['GetItem'],
  office: ['GetItem'],
  brokers: ['Scan'],
} as const satisfies Rights['tables'];

/** The rights to answer a message: the agent's tools, and attachments. */
const answering = {
  secrets: ['twilio', 'models'],
  tables: {
    interactions: ['GetItem', 'UpdateItem', 'Query by_contact'],
    leads: ['GetItem', 'UpdateItem'],
    listings: ['GetItem', 'BatchGetItem', 'Scan', 'Query by_offer'],
    viewings: ['GetItem', 'PutItem', 'UpdateItem', 'Query by_contact'],
    tasks: ['GetItem', 'PutItem', 'UpdateItem', 'Query by_contact'],
    days: ['GetItem', 'PutItem'],
    opt_outs: ['GetItem', 'PutItem', 'DeleteItem'],
    office: ['GetItem'],
    brokers: ['Scan'],
  },
  files: { attachments: ['write'] },
  schedules: { creates: ['late-', 'remind-'], cancels: ['late-', 'remind-'] },
} as const satisfies Rights;

/** The rights to do what a person of the office writes. */
const staffChannel = {
  tasks: ['GetItem', 'PutItem', 'UpdateItem', 'Query by_contact', 'Query by_due'],
  tellings: ['GetItem', 'Query by_sid'],
  alerts: ['GetItem', 'UpdateItem', 'Query by_telling'],
} as const satisfies Rights['tables'];

/** The rights to note that a message to a person of the office arrived, or to have it told anew. */
const reporting = {
  tasks: ['GetItem', 'UpdateItem'],
  tellings: ['UpdateItem'],
  viewings: ['GetItem', 'UpdateItem'],
} as const satisfies Rights['tables'];

/** The size and the rights of every function. */
export const functions = {
  'incoming-call': {
    ...light,
    // Larger for a shorter cold start: the caller hears ringing until this function answers.
    memoryMb: 1_024,
    // The settings of the office know cities by all their names.
    ceilingKb: 535,
    // Five new calls a second, at a thousand concurrent ones, each a second long at a cold start.
    reserved: 100,
    tables: {
      call_log: ['UpdateItem'],
      call_watch: ['PutItem', 'DeleteItem'],
      interactions: ['UpdateItem'],
      office: ['GetItem'],
      usage: ['UpdateItem'],
    },
    secrets: ['twilio'],
  },
  'stream-ended': {
    ...dated,
    // A zone that fails tears half of a thousand calls at one moment, and Twilio asks for them within seconds.
    reserved: 300,
    tables: {
      call_log: ['GetItem', 'UpdateItem'],
      call_watch: ['PutItem', 'DeleteItem'],
      ...owing,
      brokers: ['Scan'],
    },
    secrets: ['twilio'],
  },
  'stream-status': {
    ...light,
    tables: { call_watch: ['UpdateItem'] },
    secrets: ['twilio'],
  },
  'handle-recording': {
    ...dated,
    reserved: VOICE_RESERVED,
    tables: { call_log: ['UpdateItem'], ...owing },
    secrets: ['twilio'],
  },
  'recording-status': {
    ...heavy,
    tables: {
      call_log: ['GetItem', 'UpdateItem'],
      call_watch: ['DeleteItem'],
      ...owing,
    },
    files: { recordings: ['find', 'write'] },
    schedules: { creates: ['fetch-'] },
    secrets: ['twilio'],
  },
  'dial-ended': {
    ...dated,
    reserved: VOICE_RESERVED,
    tables: {
      call_log: ['GetItem', 'UpdateItem'],
      call_watch: ['PutItem', 'DeleteItem'],
      ...owing,
    },
    secrets: ['twilio'],
  },
  'dial-whisper': {
    ...light,
    // It reads the matter aloud: the rules of spoken Hebrew take 90 KB. The opening hours take 200 KB.
    ceilingKb: 820,
    reserved: VOICE_RESERVED,
    tables: {
      call_log: ['GetItem', 'UpdateItem'],
      tasks: ['UpdateItem', 'Query by_contact'],
      office: ['GetItem'],
      brokers: ['Scan'],
    },
    secrets: ['twilio'],
  },
  'call-status': {
    ...dated,
    tables: {
      call_log: ['GetItem', 'UpdateItem'],
      call_turn: ['Query'],
      call_watch: ['DeleteItem'],
      interactions: ['UpdateItem'],
      ...owing,
      leads: ['GetItem', 'UpdateItem'],
      usage: ['UpdateItem'],
    },
    schedules: { creates: ['follow-up-'] },
    secrets: ['twilio'],
  },
  // Each waits for the model for up to 11 s; without a ceiling, customers who write take the callers' places.
  'whatsapp-inbound': {
    ...heavy,
    memoryMb: 1_024,
    reserved: 100,
    ...answering,
    tables: { ...answering.tables, usage: ['UpdateItem'], ...staffChannel },
  },
  'whatsapp-status': {
    ...light,
    // It has the viewing told anew whose message did not arrive.
    ceilingKb: 580,
    tables: {
      interactions: ['UpdateItem'],
      leads: ['GetItem', 'UpdateItem'],
      opt_outs: ['GetItem', 'PutItem'],
      ...reporting,
    },
    schedules: { cancels: ['late-'] },
    secrets: ['twilio'],
  },
  'late-reply': { ...heavy, ...answering },
  remind: {
    ...heavy,
    tables: {
      viewings: ['GetItem'],
      listings: ['GetItem'],
      leads: ['GetItem', 'UpdateItem'],
      interactions: ['GetItem', 'UpdateItem'],
      opt_outs: ['GetItem', 'PutItem'],
      office: ['GetItem'],
      tasks: ['PutItem'],
    },
    schedules: { creates: ['remind-'] },
    secrets: ['twilio'],
  },
  'follow-up': {
    ...heavy,
    tables: {
      call_log: ['GetItem'],
      call_turn: ['Query'],
      viewings: ['GetItem', 'Query by_contact'],
      listings: ['GetItem', 'Scan'],
      leads: ['GetItem', 'UpdateItem'],
      interactions: ['GetItem', 'UpdateItem'],
      opt_outs: ['GetItem', 'PutItem'],
      office: ['GetItem'],
      brokers: ['Scan'],
    },
    schedules: { creates: ['follow-up-'] },
    secrets: ['twilio'],
  },
  health: {
    memoryMb: 512,
    // Includes Google's client, which is loaded on demand.
    ceilingKb: 3_000,
    // A ceiling, because strangers may ask: more than the limits of its two routes allow at once.
    reserved: 15,
    tables: { call_log: ['GetItem'], call_watch: ['GetItem', 'UpdateItem of health'] },
    secrets: ['models'],
    readsWatchdogSchedule: true,
  },
  'viewing-calendar': {
    ...light,
    // It knows cities by all their names, and writes iCalendar.
    ceilingKb: 600,
    // A ceiling, because strangers may ask: fewer wait here than one account has places.
    reserved: 10,
    tables: {
      brokers: ['GetItem'],
      days: ['GetItem'],
      viewings: ['GetItem'],
      listings: ['GetItem'],
      call_log: ['GetItem'],
    },
  },
  'fetch-recording': {
    ...heavy,
    tables: { call_log: ['GetItem', 'UpdateItem'], ...owing },
    files: { recordings: ['find', 'write'] },
    schedules: { creates: ['fetch-'] },
    secrets: ['twilio'],
  },
  'transcribe-recording': {
    ...heavy,
    tables: {
      call_log: ['GetItem', 'UpdateItem'],
      call_turn: ['GetItem', 'UpdateItem', 'Query'],
      interactions: ['UpdateItem'],
      tasks: ['GetItem', 'UpdateItem', 'Query by_contact'],
      listings: ['Scan'],
    },
    files: { recordings: ['read'] },
    schedules: { creates: ['transcribe-'] },
    secrets: ['twilio', 'models'],
  },
  watchdog: {
    ...heavy,
    // Three of them run all day. With 40 silent calls at once, one takes 129 MB, so a quarter of this is spare.
    // More memory is a larger share of a processor, for $9 a month with 256 MB. `REDIRECTS_AT_ONCE` fits this share.
    memoryMb: 176,
    // Four run at a change of shift; a late tick may add more.
    reserved: 10,
    tables: {
      call_log: ['UpdateItem'],
      call_watch: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'],
    },
    secrets: ['twilio'],
  },
  reconcile: {
    ...heavy,
    tables: {
      call_log: ['GetItem', 'UpdateItem'],
      call_turn: ['Query'],
      call_watch: ['DeleteItem'],
      interactions: ['GetItem', 'UpdateItem'],
      ...owing,
      leads: ['GetItem', 'UpdateItem'],
    },
    files: { recordings: ['find', 'read', 'write'] },
    schedules: { creates: ['late-'] },
    secrets: ['twilio'],
  },
  'import-listings': {
    ...light,
    // A file of 20 MB with its rows takes some 400 MB.
    memoryMb: 1_024,
    tables: {
      listings: ['Scan', 'PutItem'],
      alerts: ['PutItem'],
      office: ['GetItem', 'PutItem of listing-source'],
      brokers: ['Scan'],
    },
  },
  tell: {
    ...heavy,
    // It runs for 50 s of every minute, so each 64 MB cost $1.80 a month. Telling fifteen tasks at once takes 126 MB.
    memoryMb: 256,
    ceilingKb: 1_500,
    tables: {
      call_log: ['GetItem', 'UpdateItem', 'Query by_card'],
      call_turn: ['Query'],
      listings: ['GetItem', 'Query by_offer'],
      viewings: ['GetItem', 'UpdateItem', 'Query by_contact', 'Query by_telling'],
      days: ['GetItem'],
      tasks: [
        'GetItem',
        'PutItem',
        'UpdateItem',
        'Query by_contact',
        'Query by_due',
        'Query by_telling',
        'Query by_source',
      ],
      leads: ['GetItem', 'UpdateItem', 'Query by_card', 'Scan'],
      tellings: ['GetItem', 'UpdateItem'],
      alerts: ['UpdateItem', 'DeleteItem', 'Query by_telling'],
      interactions: ['GetItem', 'UpdateItem', 'Query by_contact'],
      opt_outs: ['GetItem', 'PutItem'],
      office: ['GetItem'],
      brokers: ['Scan'],
    },
    sendsMail: true,
    secrets: ['twilio', 'models'],
  },
  'mail-report': { ...light, memoryMb: 256, ceilingKb: 580, tables: reporting },
  canary: { memoryMb: 176, ceilingKb: 500 },
} as const satisfies { readonly [Name in keyof typeof lambdas]: FunctionDescription };

/** The media service's rights: for its calls, and for the agent's tools. */
export const mediaRights: Rights = {
  secrets: ['twilio', 'models'],
  tables: {
    call_log: ['GetItem', 'UpdateItem'],
    call_turn: ['PutItem', 'UpdateItem', 'Query'],
    call_watch: ['PutItem', 'UpdateItem'],
    interactions: ['UpdateItem', 'Query by_contact'],
    leads: ['GetItem', 'UpdateItem'],
    listings: ['GetItem', 'BatchGetItem', 'Scan', 'Query by_offer'],
    viewings: ['GetItem', 'PutItem', 'UpdateItem', 'Query by_contact'],
    tasks: ['GetItem', 'PutItem', 'UpdateItem', 'Query by_contact'],
    days: ['GetItem', 'PutItem'],
    opt_outs: ['GetItem', 'PutItem'],
    office: ['GetItem'],
    brokers: ['Scan'],
  },
  files: { recordings: ['write'] },
  schedules: { creates: ['remind-'], cancels: ['remind-'] },
};
