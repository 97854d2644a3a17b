import { s3Recordings } from '#shared/adapters/aws/recordings.ts';
import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
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
import { toContact } from '#shared/domain/office/contact.ts';
import { lazily } from '#shared/http/lambda.ts';
import { log } from '#shared/log.ts';
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

type Parts = {
  readonly calls: CallLogs;
  readonly turns: Pick<CallTurns, 'ofCall'>;
  readonly watches: Pick<CallWatches, 'disarm'>;
  readonly interactions: Interactions;
  readonly leads: Pick<Leads, 'meet'>;
  readonly recordings: Recordings;
  readonly telephony: Telephony;
  /** Absent where the office has no WhatsApp. */
  readonly written: WrittenMessages | undefined;
  readonly schedules: Pick<Schedules, 'once'>;
};

/** Each hour sees again what the ones before saw, and after a day without any, the whole day. */
const WINDOW_MS = 26 * 60 * 60_000;
/** More than an office has in a day; of still more, the newest: earlier hours saw the others. */
const LISTED_AT_MOST = 5_000;
/** How many are looked at side by side: Twilio takes a hundred requests at a time from one account. */
const AT_ONCE = 10;
/** How long it may take to bring one message home. */
const BRING_DEADLINE_MS = 30_000;

/** Adopts what Twilio knows and the CRM has not seen or not finished: calls, before the messages that were left in them, and what was written. */
export function reconcile(parts: Parts) {
  const { telephony, written } = parts;
  return async (): Promise<void> => {
    const since = Date.now() - WINDOW_MS;
    const calls = telephony.callsSince(since, LISTED_AT_MOST);
    await adoptEach(calls, (call) => adoptCall(parts, call));
    const messages = telephony.voicemailsSince(since, LISTED_AT_MOST);
    await adoptEach(messages, (message) => adoptMessage(parts, message));
    if (!written) return;
    const writings = written.since(since, LISTED_AT_MOST);
    await adoptEach(writings, (message) => takeUp(parts, message));
  };
}

/** Goes through a list a few at a time; what fails is counted, stops nothing else, and is seen again in an hour. */
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

/** Enters and closes a call that is over; one that goes on is left to its webhooks. */
async function adoptCall(parts: Parts, known: KnownCall): Promise<void> {
  const { calls, watches, leads } = parts;
  const { callSid } = known;
  if (!isTerminal(known.status)) return;
  const row = await calls.find(callSid);
  if (row?.erased_at !== undefined) return;
  const isComplete = isClosed(row) && (row?.from_number !== undefined || !known.from);
  if (isComplete && row?.transcript !== undefined) return;
  if (!isComplete) {
    await enterCall(parts, known);
    await calls.move({ callSid, seen: undefined, move: 'ended' }, Date.now());
    await watches.disarm(callSid);
    const contact = toContact(known.from);
    if (contact) await leads.meet(contact, { source: 'phone', at: known.startedAt });
    log.count('CallsAdopted', { callSid });
  }
  await recordTranscript(parts, callSid);
}

/** Brings a message home whose words nobody has or is about to give; one that lies in S3 is announced again. */
async function adoptMessage(parts: Parts, message: VoicemailName): Promise<void> {
  const { turns, recordings } = parts;
  const turn = (await turns.ofCall(message.callSid)).find(({ id }) => id === turnIdOf(message));
  if (!isForgotten(turn, Date.now())) return;
  const signal = AbortSignal.timeout(BRING_DEADLINE_MS);
  const way = await importRecording(parts, message, signal);
  if (way === 'is-erased') return;
  if (way === 'was-here') {
    await recordings.put(message, await recordings.get(message, signal), signal);
  }
  log.count('MessagesAdopted', message);
}

/** Has what was written looked after as if it came now; one whose answer is under way is left alone. */
async function takeUp(parts: Parts, { messageSid, at }: WrittenMessage): Promise<void> {
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

export const handler = lazily(async (config) => {
  const db = dynamoDb(config);
  const { twilio, whatsapp } = config;
  const secrets = await secretsOf(config).read();
  return reconcile({
    calls: dynamoCallLogs(db),
    turns: dynamoCallTurns(db),
    watches: dynamoCallWatches(db),
    interactions: dynamoInteractions(db),
    leads: dynamoLeads(db),
    recordings: s3Recordings(config.recordingsBucket),
    telephony: twilioTelephony(twilio, secrets),
    written: whatsapp.sender ? twilioWrittenMessages(twilio, secrets, whatsapp.sender) : undefined,
    schedules: eventbridgeScheduler(config.schedules),
  });
});
