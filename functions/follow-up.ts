import * as z from 'zod/mini';
import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { dynamoNotices } from '#shared/adapters/dynamo/notices.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import { officeMessaging } from '#shared/adapters/twilio/messaging.ts';
import type { Config } from '#shared/config/config.ts';
import { discussedListings } from '#shared/crm/discussed-listings.ts';
import type { CallLog } from '#shared/domain/calls/call-log.ts';
import type { NoticeDrop } from '#shared/domain/messages/notice.ts';
import { isStaff } from '#shared/domain/office/broker.ts';
import { sendableFrom } from '#shared/domain/office/quiet-times.ts';
import { lazily } from '#shared/http/lambda.ts';
import { dropNotice } from '#shared/messages/dropped-notices.ts';
import { followUpName } from '#shared/messages/follow-up-schedule.ts';
import { attemptNotice } from '#shared/messages/notice-attempts.ts';
import { type NoticeParts, sendNotice } from '#shared/messages/notice-delivery.ts';
import { type FollowUp, followUpWords } from '#shared/messages/notice-words.ts';
import { knownBrokers } from '#shared/office/known-brokers.ts';
import { knownOffice } from '#shared/office/known-settings.ts';
import { UNHURRIED_MS } from '#shared/office/known-value.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';
import type { CallLogs, CallTurns } from '#shared/ports/calls.ts';
import type { Messaging } from '#shared/ports/messages.ts';
import type { Leads, Listings, Office, Schedules } from '#shared/ports/office.ts';
import type { Viewings } from '#shared/ports/viewings.ts';

type Parts = Omit<NoticeParts, 'messaging'> & {
  readonly leads: Pick<Leads, 'find'>;
  readonly config: Pick<Config, 'officeName' | 'whatsapp'>;
  readonly calls: Pick<CallLogs, 'find'>;
  readonly turns: Pick<CallTurns, 'ofCall'>;
  readonly viewings: Pick<Viewings, 'ofContact'>;
  readonly listings: Pick<Listings, 'all' | 'find'>;
  readonly schedules: Pick<Schedules, 'once'>;
  readonly office: Pick<Office, 'settings'>;
  readonly brokers: Pick<KnownBrokers, 'active'>;
  /** Absent if the office has no WhatsApp sender. */
  readonly messaging: Messaging | undefined;
};

const followUpDue = z.object({ callSid: z.string(), attempt: z._default(z.int(), 0) });

/** Returns the handler that sends a consenting caller the outcome of the call: the voicemail, the viewing, the homes. */
export function followUp(parts: Parts) {
  const { config, calls, leads, notices, schedules, office, brokers, messaging } = parts;
  return async (event: unknown): Promise<void> => {
    const { callSid, attempt } = z.parse(followUpDue, event);
    const name = followUpName(callSid);
    const fields = { callSid };
    const dropped = { id: name, attempt, event: 'follow-up.dropped', fields } as const;
    const drop = (reason: NoticeDrop) => dropNotice(notices, dropped, reason);
    const { sender, followUpTemplate: templateSid, followsUp } = config.whatsapp;
    if (!messaging || !followsUp || !sender || !templateSid) return drop('no-whatsapp');
    const call = await calls.find(callSid);
    if (!call?.contact || call.erased_at !== undefined) return drop('nobody');
    const { contact } = call;
    if (isStaff(await brokers.active(), contact)) return drop('nobody');
    if ((await leads.find(contact))?.consent_at === undefined) return drop('no-consent');
    const outcome = await outcomeOf(parts, call, contact);
    if (!outcome) return drop('nothing-said');

    const now = Date.now();
    const settings = await office.settings();
    const at = sendableFrom(settings, now);
    if (at > now) {
      const input = { callSid, attempt };
      return schedules.once({ name: `${name}-quiet`, at, functionName: 'follow-up', input });
    }
    const words = followUpWords(config.officeName, outcome, settings);
    const notice = { id: name, contact, sender, templateSid, ...words };
    const work = { name, functionName: 'follow-up', input: { callSid }, attempt } as const;
    await attemptNotice(schedules, work, (isLast) =>
      sendNotice({ ...parts, messaging }, notice, isLast),
    );
  };
}

/** Returns the outcome of a call; undefined if the caller said nothing. */
async function outcomeOf(
  { turns, viewings, listings }: Parts,
  { call_sid: callSid, recorded_at, recording_status }: CallLog,
  contact: string,
): Promise<FollowUp | undefined> {
  const said = await turns.ofCall(callSid);
  const hasLeftVoicemail = recorded_at !== undefined && recording_status !== 'absent';
  if (!hasLeftVoicemail && said.every(({ user_text }) => !user_text.trim())) return undefined;
  const ahead = await viewings.ofContact(contact, Date.now());
  const booked = ahead.filter(
    ({ status, source_id }) => status === 'booked' && source_id.startsWith(callSid),
  );
  const shown = booked.map(async ({ at, listing_id }) => ({
    at,
    listing: await listings.find(listing_id),
  }));
  const discussed = discussedListings(await listings.all(), said);
  const bookedIds = new Set(booked.map(({ listing_id }) => listing_id));
  return {
    hasLeftVoicemail,
    viewings: await Promise.all(shown),
    listings: discussed.filter(({ id }) => !bookedIds.has(id)),
  };
}

/** Starts on a one-time `follow-up-…` schedule of `call-status`; answers nothing. */
export const handler = lazily(async (config) => {
  const db = dynamoDb(config);
  return followUp({
    config,
    calls: dynamoCallLogs(db),
    turns: dynamoCallTurns(db),
    viewings: dynamoViewings(db),
    listings: dynamoListings(db),
    leads: dynamoLeads(db),
    notices: dynamoNotices(db),
    messaging: officeMessaging(config, await secretsOf(config).twilio()),
    schedules: eventbridgeScheduler(config.schedules),
    office: knownOffice(dynamoOfficeSettings(db), Date.now, UNHURRIED_MS),
    brokers: knownBrokers(dynamoBrokers(db)),
  });
});
