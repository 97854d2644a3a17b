import { mapInBatches } from '#shared/batches.ts';
import { type CallLog, isTerminal } from '#shared/domain/calls/call-log.ts';
import type { CallWatches } from '#shared/ports/calls.ts';
import type { CrmErasure, HeldFiles, TwilioCopies } from '#shared/ports/erasure.ts';
import type { Schedules } from '#shared/ports/office.ts';
import { type Dossier, type DossierParts, readDossier } from './dossier.ts';

/** The stores that an erasure deletes from. */
export type ErasureParts = DossierParts & {
  readonly crm: CrmErasure;
  readonly watches: Pick<CallWatches, 'disarm'>;
  readonly files: Pick<HeldFiles, 'remove'>;
  readonly schedules: Pick<Schedules, 'cancel'>;
  readonly copies: TwilioCopies;
};

/** The number of erased items of each kind, or `on-the-phone` if the contact has a live call. */
export type Erased =
  | 'on-the-phone'
  | {
      readonly calls: number;
      readonly turns: number;
      readonly interactions: number;
      readonly viewings: number;
      readonly tasks: number;
      readonly tellings: number;
      /** The sums of conversations, which stand in calls, messages and the lead. */
      readonly cards: number;
      readonly lead: number;
      readonly files: number;
      readonly schedules: number;
      readonly twilio_recordings: number;
      readonly twilio_messages: number;
    };

/** Parallel requests: a tenth of the 100 that Twilio takes at a time from one account. */
const AT_ONCE = 10;
/** Past this an unclosed call counts as over: Twilio itself ends calls sooner. */
const LONGEST_CALL_MS = 4 * 3_600_000;

/**
 * Erases all data of the contact behind an address, here and at Twilio, under all of its addresses. It can be repeated after a failure and then continues.
 * @throws VendorFailed if a vendor fails.
 */
export async function erase(parts: ErasureParts, address: string, at: number): Promise<Erased> {
  const { crm, watches, files, schedules, copies } = parts;
  const dossier = await readDossier(parts, address);
  const { contact, addresses } = dossier;
  if (dossier.calls.some((call) => isLiving(call, at))) return 'on-the-phone';
  const callSids = dossier.calls.map(({ call_sid }) => call_sid);
  const each = <Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>) =>
    mapInBatches(items, AT_ONCE, work);

  // The tombstones come first: they stop imports and transcriptions that run meanwhile.
  await each(callSids, (callSid) => crm.leaveTombstone(callSid, at));
  await each(dossier.schedules, (name) => schedules.cancel(name));
  const recordings = await recordingsAtTwilio(parts, dossier);
  await each(recordings, (sid) => copies.removeRecording(sid));
  const messages = await messagesAtTwilio(parts, dossier);
  await each(messages, (sid) => copies.removeMessage(sid));
  await each(dossier.files, ({ key }) => files.remove(key));
  await crm.removeTurns(dossier.turns);
  await each(callSids, (callSid) => watches.disarm(callSid));
  await each(addresses, (one) => crm.removeViewings(one, dossier.viewings));
  // Their tasks find them, so they go before.
  await crm.removeTellings(dossier.tellings, dossier.tasks);
  await crm.removeTasks(dossier.tasks);
  // A repeated erasure finds everything else by these three, so they go last.
  // Interactions link some of the calls, so they go after them.
  await each(callSids, (callSid) => crm.reduceToTombstone(callSid));
  await crm.removeInteractions(dossier.interactions, at);
  // The lead names the users who were joined to it, so their rows go before.
  await each(
    addresses.filter((one) => one !== contact),
    (one) => crm.removeLead(one),
  );
  await crm.removeLead(contact);

  return {
    calls: callSids.length,
    turns: dossier.turns.length,
    interactions: dossier.interactions.length,
    viewings: dossier.viewings.length,
    tasks: dossier.tasks.length,
    tellings: dossier.tellings.length,
    cards: [...dossier.calls, ...dossier.interactions, dossier.lead].filter((one) => one?.card)
      .length,
    lead: dossier.lead ? 1 : 0,
    files: dossier.files.length,
    schedules: dossier.schedules.length,
    twilio_recordings: recordings.length,
    twilio_messages: messages.length,
  };
}

function isLiving({ status, control, created_at, erased_at }: CallLog, at: number): boolean {
  if (erased_at !== undefined || control === 'ended') return false;
  if (status !== undefined && isTerminal(status)) return false;
  return at - created_at < LONGEST_CALL_MS;
}

/** Returns the recordings that Twilio lists, and those that only the CRM knows. */
async function recordingsAtTwilio({ copies }: ErasureParts, { calls }: Dossier) {
  const listed = await mapInBatches(calls, AT_ONCE, ({ call_sid }) =>
    copies.recordingsOf(call_sid),
  );
  const known = calls.flatMap(({ recording_sid }) => recording_sid ?? []);
  return [...new Set([...listed.flat(), ...known])];
}

async function messagesAtTwilio(
  { copies }: ErasureParts,
  { addresses, interactions, tellings }: Dossier,
) {
  const listed = await mapInBatches(addresses, AT_ONCE, (one) => copies.messagesWith(one));
  const known = interactions.flatMap((row: { external_sid: string; reply_sid?: string }) => [
    row.external_sid,
    row.reply_sid,
  ]);
  const told = tellings.map(({ sid }) => sid);
  const isMessage = (sid = '') => /^(SM|MM)[0-9a-f]{32}$/.test(sid);
  const own = [...known, ...told].filter((sid) => sid !== undefined).filter(isMessage);
  return [...new Set([...listed.flat(), ...own])];
}
