import { searchedColumns } from '#shared/domain/listings/listing-search.ts';

const createdAt = { name: 'created_at', type: 'N' } as const;
const price = { name: 'price_ils', type: 'N' } as const;
const byContact = {
  name: 'by_contact',
  partitionKey: { name: 'contact', type: 'S' },
  sortKey: createdAt,
} as const;
const byTelling = {
  name: 'by_telling',
  partitionKey: { name: 'untold', type: 'S' },
  sortKey: { name: 'tell_at', type: 'N' },
} as const;
const byCard = {
  name: 'by_card',
  partitionKey: { name: 'uncarded', type: 'S' },
  sortKey: { name: 'card_at', type: 'N' },
} as const;
const byDay = {
  name: 'by_day',
  partitionKey: { name: 'day', type: 'S' },
  sortKey: createdAt,
} as const;

/** Every DynamoDB table by its name: the one description of keys, indexes and expiry. */
export const tables = {
  call_log: {
    partitionKey: { name: 'call_sid', type: 'S' },
    indexes: [
      byContact,
      byDay,
      // Only calls that are over and wait for their card have the key `uncarded`.
      byCard,
    ],
    expiryAttribute: 'expires_at',
  },
  call_turn: {
    partitionKey: { name: 'call_sid', type: 'S' },
    sortKey: { name: 'id', type: 'S' },
    indexes: [],
    expiryAttribute: 'expires_at',
  },
  interactions: {
    partitionKey: { name: 'id', type: 'S' },
    indexes: [byContact, byDay],
    expiryAttribute: 'expires_at',
  },
  call_watch: {
    partitionKey: { name: 'watch_shard', type: 'S' },
    sortKey: { name: 'call_sid', type: 'S' },
    indexes: [],
    expiryAttribute: 'expires_at',
  },
  listings: {
    partitionKey: { name: 'id', type: 'S' },
    indexes: [
      // Long texts stay out of the index, so one page holds thousands of homes.
      {
        name: 'by_offer',
        partitionKey: { name: 'offered', type: 'S' },
        sortKey: { name: 'deal_city', type: 'S' },
        columns: searchedColumns,
      },
      // No code reads these two any more. A deployment may delete one index of a table, so two more take them away.
      {
        name: 'by_deal_city',
        partitionKey: { name: 'deal_city', type: 'S' },
        sortKey: price,
      },
      { name: 'by_deal', partitionKey: { name: 'offered', type: 'S' }, sortKey: price },
    ],
  },
  leads: {
    partitionKey: { name: 'contact', type: 'S' },
    indexes: [
      // Only contacts whose chat waits for its card have the key `uncarded`.
      byCard,
    ],
    expiryAttribute: 'expires_at',
  },
  viewings: {
    partitionKey: { name: 'id', type: 'S' },
    indexes: [
      {
        name: 'by_contact',
        partitionKey: { name: 'contact', type: 'S' },
        sortKey: { name: 'at', type: 'N' },
      },
      // Only viewings whose broker is still to be told have the key `untold`.
      byTelling,
    ],
    expiryAttribute: 'expires_at',
  },
  // One item a day under one version, so one conditional write decides a race for a half hour.
  days: { partitionKey: { name: 'day', type: 'S' }, indexes: [], expiryAttribute: 'expires_at' },
  tasks: {
    partitionKey: { name: 'id', type: 'S' },
    indexes: [
      byContact,
      // Only open tasks have the key `open` (a sparse index).
      {
        name: 'by_due',
        partitionKey: { name: 'open', type: 'S' },
        sortKey: { name: 'due_at', type: 'N' },
      },
      { name: 'by_source', partitionKey: { name: 'source_sid', type: 'S' }, sortKey: createdAt },
      // Only tasks that the office is still to be told of have the key `untold`.
      byTelling,
    ],
    expiryAttribute: 'expires_at',
  },
  // Messages to the office's own people.
  tellings: {
    partitionKey: { name: 'id', type: 'S' },
    // A quick reply names the message that it answers by Twilio's id.
    indexes: [{ name: 'by_sid', partitionKey: { name: 'sid', type: 'S' } }],
    expiryAttribute: 'expires_at',
  },
  // News of homes, and the alerts that are made of it, to the last message. They name no contact.
  alerts: {
    partitionKey: { name: 'id', type: 'S' },
    // Only alerts with a next step have the key `untold`.
    indexes: [byTelling],
    expiryAttribute: 'expires_at',
  },
  brokers: { partitionKey: { name: 'id', type: 'S' }, indexes: [] },
  office: { partitionKey: { name: 'id', type: 'S' }, indexes: [] },
  usage: { partitionKey: { name: 'id', type: 'S' }, indexes: [], expiryAttribute: 'expires_at' },
  opt_outs: { partitionKey: { name: 'id', type: 'S' }, indexes: [] },
} as const satisfies Readonly<Record<string, TableDescription>>;

/** The tables with personal data, to which retention, export and erasure apply. The rows of `usage` and `opt_outs` hold hashes alone. */
export const personalTables: readonly string[] = [
  'call_log',
  'call_turn',
  'interactions',
  'leads',
  'viewings',
  'days',
  'tasks',
  'tellings',
] satisfies (keyof typeof tables)[];

/** The schema of one table, for a laptop and for the stack. */
export type TableDescription = {
  readonly partitionKey: KeyAttribute;
  readonly sortKey?: KeyAttribute;
  /** The global secondary indexes. */
  readonly indexes: readonly IndexDescription[];
  /** The TTL attribute, in epoch **seconds**: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html */
  readonly expiryAttribute?: string;
};

/** An index of a table. */
export type IndexDescription = {
  readonly name: string;
  readonly partitionKey: KeyAttribute;
  readonly sortKey?: KeyAttribute;
  /** The columns that it holds beside the keys; absent for all. */
  readonly columns?: readonly string[];
};

/** A key's attribute: a string or a number. */
export type KeyAttribute = { readonly name: string; readonly type: 'S' | 'N' };
