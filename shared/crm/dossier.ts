import { mapInBatches } from '#shared/batches.ts';
import type { CallLog } from '#shared/domain/calls/call-log.ts';
import type { CallTurn } from '#shared/domain/calls/call-turn.ts';
import { recordingFolder } from '#shared/domain/calls/recording-name.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import type { Lead } from '#shared/domain/office/lead.ts';
import type { StaffMessageState } from '#shared/domain/office/staff-message.ts';
import type { Task } from '#shared/domain/office/task.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import type { CallLogs, CallTurns } from '#shared/ports/calls.ts';
import type { ContactJoins } from '#shared/ports/contacts.ts';
import type { HeldFile, HeldFiles } from '#shared/ports/erasure.ts';
import type { Crm, Leads, Schedules } from '#shared/ports/office.ts';

/** All data of one contact. */
export type Dossier = {
  readonly contact: string;
  /** The contact, and every WhatsApp user without a number who was joined to it. */
  readonly addresses: readonly string[];
  readonly lead: Lead | undefined;
  readonly calls: readonly CallLog[];
  readonly turns: readonly CallTurn[];
  readonly interactions: readonly Interaction[];
  readonly viewings: readonly Viewing[];
  /** Their tasks, and those of others that name their number to call. */
  readonly tasks: readonly Task[];
  /** The messages to the office's people that are about them. */
  readonly tellings: readonly StaffMessageState[];
  readonly files: readonly HeldFile[];
  /** The names of pending schedules. */
  readonly schedules: readonly string[];
};

/** The stores that a dossier is read from. */
export type DossierParts = {
  readonly crm: Pick<Crm, 'callsOf' | 'interactionsOf' | 'viewingsOf' | 'tasksOf' | 'tellingsOf'>;
  readonly calls: Pick<CallLogs, 'find'>;
  readonly turns: Pick<CallTurns, 'ofCall'>;
  readonly leads: Pick<Leads, 'find'>;
  readonly joins: Pick<ContactJoins, 'contactOf'>;
  readonly files: Pick<HeldFiles, 'list'>;
  readonly schedules: Pick<Schedules, 'names'>;
};

/** Parallel reads of a contact's calls: more could be throttled. */
const READ_AT_ONCE = 10;

/** Returns all data of the contact behind an address, under all of its addresses. */
export async function readDossier(parts: DossierParts, address: string): Promise<Dossier> {
  const { crm, turns, leads, joins, files, schedules } = parts;
  const contact = await joins.contactOf(address);
  const lead = await leads.find(contact);
  // A row that was written while its user was joined may still name the user.
  const addresses = [...new Set([contact, ...(lead?.joined ?? []), address])];
  const ofEach = async <Row>(read: (each: string) => Promise<Row[]>) =>
    (await mapInBatches(addresses, READ_AT_ONCE, read)).flat();
  const [indexed, interactions, viewings] = await Promise.all([
    ofEach(crm.callsOf),
    ofEach(crm.interactionsOf),
    ofEach(crm.viewingsOf),
  ]);
  const calls = [...indexed, ...(await unnamedCalls(parts, indexed, interactions))];
  const callSids = calls.map(({ call_sid }) => call_sid);
  const tasks = await tasksOf(parts, { addresses, phones: lead?.phones ?? [], callSids });
  const taskIds = tasks.map(({ id }) => id);
  const tellings = await crm.tellingsOf({ taskIds, addresses });
  const said = await mapInBatches(callSids, READ_AT_ONCE, turns.ofCall);
  const recorded = await mapInBatches(callSids, READ_AT_ONCE, (sid) =>
    files.list(recordingFolder(sid)),
  );
  const attached = await mapInBatches(attachments(interactions), READ_AT_ONCE, files.list);
  const names = namesOf({ calls, interactions, viewings });
  return {
    contact,
    addresses,
    lead,
    calls,
    turns: said.flat(),
    interactions,
    viewings,
    tasks,
    tellings,
    files: [...recorded, ...attached].flat(),
    schedules: (await schedules.names()).filter((schedule) =>
      names.some((name) => schedule.includes(name)),
    ),
  };
}

/**
 * Returns the tasks of a contact. A further number may be another contact's own. So it finds only
 * tasks that name nobody: those of a withheld caller who dictated it.
 */
async function tasksOf(
  { crm }: DossierParts,
  {
    addresses,
    phones,
    callSids,
  }: Readonly<Record<'addresses' | 'phones' | 'callSids', readonly string[]>>,
): Promise<Task[]> {
  const tasks = await crm.tasksOf([...addresses, ...phones], callSids);
  return tasks.filter(
    ({ contact, phone = '' }) =>
      contact === undefined || addresses.includes(contact) || addresses.includes(phone),
  );
}

/** Returns the calls that only an interaction links to the contact: their own rows lack the caller, or are missing. */
function unnamedCalls(
  { calls }: DossierParts,
  indexed: readonly CallLog[],
  interactions: readonly Interaction[],
): Promise<CallLog[]> {
  const known = new Set(indexed.map(({ call_sid }) => call_sid));
  const unnamed = interactions.filter(
    ({ channel, external_sid }) => channel === 'phone' && !known.has(external_sid),
  );
  return mapInBatches(unnamed, READ_AT_ONCE, async ({ external_sid, created_at }) => {
    const missing = { call_sid: external_sid, created_at, updated_at: created_at };
    return (await calls.find(external_sid)) ?? missing;
  });
}

/** Returns the S3 keys of attachments, also of those whose key could not be stored in the row. */
function attachments(interactions: readonly (Interaction & Attached)[]): string[] {
  return interactions.flatMap(({ external_sid, media_sid, media_key }) =>
    media_key || media_sid ? [media_key ?? `attachments/${external_sid}/${media_sid}`] : [],
  );
}

type Attached = { readonly media_sid?: string; readonly media_key?: string };

/** Returns the identifiers in the names of the contact's schedules: calls, messages, recordings, viewings. */
function namesOf({
  calls,
  interactions,
  viewings,
}: Pick<Dossier, 'calls' | 'interactions' | 'viewings'>): string[] {
  return [
    ...calls.flatMap(({ call_sid, recording_sid }) => [call_sid, recording_sid]),
    ...interactions.map(({ external_sid }) => external_sid),
    ...viewings.map(({ source_id }) => source_id),
  ].filter((name): name is string => Boolean(name));
}
