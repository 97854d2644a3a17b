import { s3Recordings } from '#shared/adapters/aws/recordings.ts';
import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { twilioTelephony } from '#shared/adapters/twilio/telephony.ts';
import { twilioWrittenMessages } from '#shared/adapters/twilio/written-messages.ts';
import { mapInBatches } from '#shared/batches.ts';
import { enterCall } from '#shared/calls/call-entry.ts';
import { recordTranscript } from '#shared/calls/call-transcript.ts';
import { importRecording } from '#shared/calls/recording-import.ts';
import { type CallLog, isTerminal } from '#shared/domain/calls/call-log.ts';
import { turnIdOf, type VoicemailName } from '#shared/domain/calls/recording-name.ts';
import { isForgotten } from '#shared/domain/calls/recording-work.ts';
import { firstLateReply, isOverdue } from '#shared/domain/messages/late-reply.ts';
import { isDone, messageKey } from '#shared/domain/messages/message.ts';
import { isStaff } from '#shared/domain/office/broker.ts';
import { lazily } from '#shared/http/lambda.ts';
import { log } from '#shared/log.ts';
import type { TaskParts } from '#shared/office/call-tasks.ts';
import { knownBrokers } from '#shared/office/known-brokers.ts';
import { knownOffice } from '#shared/office/known-settings.ts';
import { UNHURRIED_MS } from '#shared/office/known-value.ts';
import { isHandOverMissed, openMissedHandOver } from '#shared/office/missed-hand-over.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';
import type {
  CallLogs,
  CallTurns,
  CallWatches,
  KnownCall,
  Recordings,
  Telephony,
} from '#shared/ports/calls.ts';
import type { Interactions, WrittenMessage, WrittenMessages } from '#shared/ports/messages.ts';
import type { Leads, Schedules } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';

type Parts = TaskParts & {
  readonly calls: CallLogs;
  readonly turns: Pick<CallTurns, 'ofCall'>;
  readonly watches: Pick<CallWatches, 'disarm'>;
  readonly interactions: Interactions;
  readonly leads: Pick<Leads, 'find' | 'meet'>;
  readonly brokers: Pick<KnownBrokers, 'active'>;
  readonly recordings: Recordings;
  readonly telephony: Telephony;
  /** Absent if the office has no WhatsApp sender. */
  readonly written: WrittenMessages | undefined;
  readonly schedules: Pick<Schedules, 'once'>;
};

/** The listed period: hourly runs overlap, and a run after a day without runs still covers the whole day. */
const WINDOW_MS = 26 * 60 * 60_000;
/** The most listed items, more than an office has in a day. The newest come first; earlier runs saw the rest. */
const LISTED_AT_MOST = 5_000;
/** Parallel adoptions: a tenth of the 100 requests that Twilio takes at a time from one account. */
const AT_ONCE = 10;
/** The limit on the import of one voicemail. */
const IMPORT_DEADLINE_MS = 30_000;

/** Returns the handler that adopts Twilio's calls, then their voicemails, then messages that the CRM lacks or left unfinished. */
export function reconcile(parts: Parts) {
  const { telephony, written } = parts;
  return async (): Promise<void> => {
    const since = Date.now() - WINDOW_MS;
    const calls = telephony.callsSince(since, LISTED_AT_MOST);
    await adoptEach(calls, (call) => adoptCall(parts, call));
    const voicemails = telephony.voicemailsSince(since, LISTED_AT_MOST);
    await adoptEach(voicemails, (voicemail) => adoptVoicemail(parts, voicemail));
    if (!written) return;
    const messages = written.since(since, LISTED_AT_MOST);
    await adoptEach(messages, (message) => scheduleLateReply(parts, message));
  };
}

/** Adopts the items of a list in batches. A failure is counted, stops no other item, and is retried in an hour. */
async function adoptEach<Listed extends { callSid?: string; messageSid?: string }>(
  listing: Promise<readonly Listed[]>,
  adopt: (one: Listed) => Promise<void>,
): Promise<void> {
  const listed = await survive('reconcile.not-listed', listing);
  if (!listed) log.count('ReconcileFailures', { reason: 'not-listed' });
  const attempt = async (one: Listed) => {
    const isAdopted = await survive(
      'reconcile.not-adopted',
      adopt(one).then(() => true),
    );
    const { callSid, messageSid } = one;
    if (!isAdopted) log.count('ReconcileFailures', { reason: 'not-adopted', callSid, messageSid });
  };
  await mapInBatches(listed ?? [], AT_ONCE, attempt);
}

/** Enters and closes a call that is over; a live call is left to its webhooks. */
async function adoptCall(parts: Parts, known: KnownCall): Promise<void> {
  const { calls, watches, leads, brokers } = parts;
  const { callSid } = known;
  if (!isTerminal(known.status)) return;
  const row = await calls.find(callSid);
  if (row?.erased_at !== undefined) return;
  if (row && isHandOverMissed(row)) await openMissedHandOver(parts, row, { at: Date.now() });
  const isComplete = isClosed(row) && (row?.from_number !== undefined || !known.from);
  if (isComplete && row?.transcript !== undefined) return;
  if (!isComplete) {
    const entered = await enterCall(parts, known);
    await calls.move({ callSid, seen: undefined, move: 'ended' }, Date.now());
    await watches.disarm(callSid);
    const contact = entered?.contact;
    const isLead = contact && !isStaff(await brokers.active(), contact);
    if (isLead) await leads.meet(contact, { source: 'phone', at: known.startedAt });
    log.count('CallsAdopted', { callSid });
  }
  await recordTranscript(parts, callSid);
}

/** Imports a voicemail without a transcript; one already in S3 is written again, which restarts its transcription. */
async function adoptVoicemail(parts: Parts, voicemail: VoicemailName): Promise<void> {
  const { turns, recordings } = parts;
  const turn = (await turns.ofCall(voicemail.callSid)).find(({ id }) => id === turnIdOf(voicemail));
  if (!isForgotten(turn, Date.now())) return;
  const signal = AbortSignal.timeout(IMPORT_DEADLINE_MS);
  const outcome = await importRecording(parts, voicemail, signal);
  if (outcome === 'call-erased') return;
  if (outcome === 'already-stored') {
    await recordings.put(voicemail, await recordings.get(voicemail, signal), signal);
  }
  log.count('MessagesAdopted', voicemail);
}

/** Schedules a late reply to an overdue message; a message that needs no more work is left alone. */
async function scheduleLateReply(parts: Parts, { messageSid, at }: WrittenMessage): Promise<void> {
  const { interactions, schedules } = parts;
  const now = Date.now();
  if (!isOverdue(at, now)) return;
  const message = await interactions.find(messageKey(messageSid));
  if (message && isDone(message)) return;
  await schedules.once(firstLateReply(messageSid, now));
  log.count('MessagesTakenUp', { messageSid });
}

function isClosed(row: CallLog | undefined): boolean {
  return row?.status !== undefined && isTerminal(row.status) && row.control === 'ended';
}

/** Starts every hour on the `reconcile` schedule; answers nothing. */
export const handler = lazily(async (config) => {
  const db = dynamoDb(config);
  const { twilio, whatsapp } = config;
  const secrets = await secretsOf(config).twilio();
  return reconcile({
    calls: dynamoCallLogs(db),
    turns: dynamoCallTurns(db),
    watches: dynamoCallWatches(db),
    interactions: dynamoInteractions(db),
    leads: dynamoLeads(db),
    brokers: knownBrokers(dynamoBrokers(db)),
    office: knownOffice(dynamoOfficeSettings(db), Date.now, UNHURRIED_MS),
    tasks: dynamoTasks(db),
    recordings: s3Recordings(config.recordingsBucket),
    telephony: twilioTelephony(twilio, secrets),
    written: whatsapp.sender ? twilioWrittenMessages(twilio, secrets, whatsapp.sender) : undefined,
    schedules: eventbridgeScheduler(config.schedules),
  });
});
