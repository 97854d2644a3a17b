import * as z from 'zod/mini';
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
import { dynamoUsage } from '#shared/adapters/dynamo/usage.ts';
import { recordTranscript } from '#shared/calls/call-transcript.ts';
import type { Config } from '#shared/config/config.ts';
import { type CallLog, isTerminal, toCallStatus } from '#shared/domain/calls/call-log.ts';
import { isStaff } from '#shared/domain/office/broker.ts';
import { lazily, noContent } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import { log } from '#shared/log.ts';
import { followUpSchedule } from '#shared/messages/follow-up-schedule.ts';
import type { TaskParts } from '#shared/office/call-tasks.ts';
import { knownBrokers } from '#shared/office/known-brokers.ts';
import { knownOffice } from '#shared/office/known-settings.ts';
import { isHandOverMissed, openMissedHandOver } from '#shared/office/missed-hand-over.ts';
import { countCallEnd } from '#shared/office/usage-reading.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';
import type { CallLogs, CallTurns, CallWatches } from '#shared/ports/calls.ts';
import type { Interactions } from '#shared/ports/messages.ts';
import type { Leads, Office, Schedules, Secrets } from '#shared/ports/office.ts';
import type { Usage } from '#shared/ports/usage.ts';
import { survive } from '#shared/survival.ts';
import { callForm } from '#shared/twilio/forms.ts';

type Parts = TaskParts & {
  readonly config: Config;
  readonly secrets: Pick<Secrets, 'twilio'>;
  readonly calls: CallLogs;
  readonly turns: CallTurns;
  readonly watches: CallWatches;
  readonly interactions: Interactions;
  readonly leads: Pick<Leads, 'find' | 'meet'>;
  readonly brokers: Pick<KnownBrokers, 'active'>;
  readonly schedules: Pick<Schedules, 'once'>;
  readonly usage: Pick<Usage, 'callEnded' | 'addToOffice'>;
  readonly office: Pick<Office, 'settings'>;
};

const statusForm = z.extend(callForm, {
  CallDuration: z.optional(z.string().check(z.regex(/^\d{1,6}$/))),
});

/** Returns the handler of Twilio's call status callback, which closes a call's row. */
export function callStatus(parts: Parts) {
  const { config, secrets, calls, turns, watches, interactions, leads } = parts;
  const { schedules, usage, office, brokers } = parts;
  /** Stores the caller as a lead, and schedules the follow-up. */
  const noteCaller = async (callSid: string, at: number) => {
    const { contact, erased_at } = (await calls.find(callSid)) ?? {};
    if (!contact || erased_at !== undefined) return;
    // A person of the office who tries the agent makes no lead.
    if (isStaff(await brokers.active(), contact)) return;
    await survive('lead.not-noted', leads.meet(contact, { source: 'phone', at }));
    const later = followUpSchedule(config.whatsapp, await office.settings(), callSid, at);
    if (later) await survive('follow-up.not-scheduled', schedules.once(later));
  };
  const countEnd = async (
    { call_sid: callSid, contact, created_at: startedAt, ceiling }: CallLog,
    seconds = 0,
  ) => {
    const ended = { callSid, contact, startedAt, isRefused: ceiling !== undefined };
    await survive('usage.not-counted', countCallEnd(usage, ended, seconds));
  };
  return webhook(
    { publicBaseUrl: config.publicBaseUrl, secrets },
    {
      form: statusForm,
      async answer({ CallSid: callSid, From, To, ForwardedFrom, CallStatus, CallDuration }) {
        const at = Date.now();
        const status = toCallStatus(CallStatus);
        const durationS = CallDuration === undefined ? undefined : Number(CallDuration);
        log.info('call.status', { callSid, status, durationS });
        if (isTerminal(status)) {
          await calls.move({ callSid, seen: undefined, move: 'ended' }, at);
          await watches.disarm(callSid);
        }
        const parties = { from: From, to: To, forwardedFrom: ForwardedFrom };
        const row = await calls.raise(callSid, { status, ...parties, durationS }, at);
        if (isTerminal(status) && row) await countEnd(row, durationS);
        if (isTerminal(status) && row && isHandOverMissed(row)) {
          await survive('task.not-opened', openMissedHandOver(parts, row, { at }));
        }
        if (isTerminal(status)) await recordTranscript({ calls, turns, interactions }, callSid);
        if (status === 'completed') await noteCaller(callSid, at);
        return noContent();
      },
    },
  );
}

/** Starts on Twilio's call status callback; answers 204. */
export const handler = lazily(async (config) => {
  const db = dynamoDb(config);
  const secrets = secretsOf(config);
  return callStatus({
    config,
    secrets,
    calls: dynamoCallLogs(db),
    turns: dynamoCallTurns(db),
    watches: dynamoCallWatches(db),
    interactions: dynamoInteractions(db),
    leads: dynamoLeads(db),
    brokers: knownBrokers(dynamoBrokers(db)),
    schedules: eventbridgeScheduler(config.schedules),
    usage: dynamoUsage(db, secrets),
    tasks: dynamoTasks(db),
    office: knownOffice(dynamoOfficeSettings(db)),
  });
});
