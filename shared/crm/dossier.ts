import { mapInBatches } from '#shared/batches.ts';
import type { CallLog } from '#shared/domain/calls/call-log.ts';
import type { CallTurn } from '#shared/domain/calls/call-turn.ts';
import { recordingFolder } from '#shared/domain/calls/recording-name.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import type { Lead } from '#shared/domain/office/lead.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import type { CallLogs, CallTurns } from '#shared/ports/calls.ts';
import type { Crm, HeldFile, HeldFiles, Leads, Schedules } from '#shared/ports/office.ts';

/** Everything that is held on one contact. */
export type Dossier = {
  readonly contact: string;
  readonly lead: Lead | undefined;
  readonly calls: readonly CallLog[];
  readonly turns: readonly CallTurn[];
  readonly interactions: readonly Interaction[];
  readonly viewings: readonly Viewing[];
  readonly files: readonly HeldFile[];
  /** The names of what is still to be done. */
  readonly schedules: readonly string[];
};

export type DossierParts = {
  readonly crm: Pick<Crm, 'callsOf' | 'interactionsOf' | 'viewingsOf'>;
  readonly calls: Pick<CallLogs, 'find'>;
  readonly turns: Pick<CallTurns, 'ofCall'>;
  readonly leads: Pick<Leads, 'find'>;
  readonly files: Pick<HeldFiles, 'list'>;
  readonly schedules: Pick<Schedules, 'names'>;
};

/** A contact of many calls is read side by side, without being throttled. */
const READ_AT_ONCE = 10;

/** Gathers everything that is held on a contact. */
export async function readDossier(parts: DossierParts, contact: string): Promise<Dossier> {
  const { crm, turns, leads, files, schedules } = parts;
  const [lead, indexed, interactions, viewings] = await Promise.all([
    leads.find(contact),
    crm.callsOf(contact),
    crm.interactionsOf(contact),
    crm.viewingsOf(contact),
  ]);
  const calls = [...indexed, ...(await unnamedCalls(parts, indexed, interactions))];
  const callSids = calls.map(({ call_sid }) => call_sid);
  const said = await mapInBatches(callSids, READ_AT_ONCE, turns.ofCall);
  const recorded = await mapInBatches(callSids, READ_AT_ONCE, (sid) =>
    files.list(recordingFolder(sid)),
  );
  const attached = await mapInBatches(attachments(interactions), READ_AT_ONCE, files.list);
  const names = namesOf({ lead, calls, interactions, viewings });
  return {
    contact,
    lead,
    calls,
    turns: said.flat(),
    interactions,
    viewings,
    files: [...recorded, ...attached].flat(),
    schedules: (await schedules.names()).filter((schedule) =>
      names.some((name) => schedule.includes(name)),
    ),
  };
}

/** The calls that only an interaction links to the contact: their own rows missed the webhook that named the caller, or are missing. */
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

/** The keys of what came with messages, also where it was kept and nobody could note that. */
function attachments(interactions: readonly (Interaction & Attached)[]): string[] {
  return interactions.flatMap(({ external_sid, media_sid, media_key }) =>
    media_key || media_sid ? [media_key ?? `attachments/${external_sid}/${media_sid}`] : [],
  );
}

type Attached = { readonly media_sid?: string; readonly media_key?: string };

/** By what a schedule is known to be about the contact: a call, a message, a recording, a viewing, a callback. */
function namesOf({
  lead,
  calls,
  interactions,
  viewings,
}: Pick<Dossier, 'lead' | 'calls' | 'interactions' | 'viewings'>): string[] {
  return [
    ...calls.flatMap(({ call_sid, recording_sid }) => [call_sid, recording_sid]),
    ...interactions.map(({ external_sid }) => external_sid),
    ...viewings.map(({ source_id }) => source_id),
    lead?.callback_id,
  ].filter((name): name is string => Boolean(name));
}
