import * as z from 'zod/mini';
import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { dynamoNotices } from '#shared/adapters/dynamo/notices.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import { officeMessaging } from '#shared/adapters/twilio/messaging.ts';
import type { Config } from '#shared/config/config.ts';
import type { NoticeDrop } from '#shared/domain/messages/notice.ts';
import { momentInWords } from '#shared/domain/office/moment-words.ts';
import type { OfficeSettings } from '#shared/domain/office/office-settings.ts';
import { isSendable } from '#shared/domain/office/quiet-times.ts';
import { taskDueAt } from '#shared/domain/office/task-due.ts';
import { type Viewing, viewingReminderName } from '#shared/domain/office/viewing.ts';
import { lazily } from '#shared/http/lambda.ts';
import { dropNotice } from '#shared/messages/dropped-notices.ts';
import { attemptNotice } from '#shared/messages/notice-attempts.ts';
import { type NoticeParts, sendNotice } from '#shared/messages/notice-delivery.ts';
import { reminderWords } from '#shared/messages/notice-words.ts';
import { knownOffice } from '#shared/office/known-settings.ts';
import { UNHURRIED_MS } from '#shared/office/known-value.ts';
import type { Messaging } from '#shared/ports/messages.ts';
import type { Leads, Listings, Office, Schedules } from '#shared/ports/office.ts';
import type { Tasks } from '#shared/ports/tasks.ts';
import type { Viewings } from '#shared/ports/viewings.ts';

type Parts = Pick<NoticeParts, 'notices'> & {
  readonly config: Pick<Config, 'officeName' | 'whatsapp'>;
  readonly viewings: Pick<Viewings, 'find'>;
  readonly listings: Pick<Listings, 'find'>;
  readonly leads: Pick<Leads, 'isOptedOut' | 'optOut'>;
  readonly schedules: Pick<Schedules, 'once'>;
  readonly office: Pick<Office, 'settings'>;
  readonly tasks: Pick<Tasks, 'open'>;
  /** Absent if the office has no WhatsApp sender. */
  readonly messaging: Messaging | undefined;
};

const viewingDue = z.object({
  kind: z.literal('viewing'),
  viewingId: z.string(),
  sourceId: z.string(),
  attempt: z._default(z.int(), 0),
});
/** A schedule of the time before tasks; the last one of them is due within sixty days. */
const callbackDue = z.object({ kind: z.literal('callback') });
const reminder = z.discriminatedUnion('kind', [viewingDue, callbackDue]);

/** Returns the handler of due reminders of viewings to their contacts. */
export function remind(parts: Parts) {
  return async (event: unknown): Promise<void> => {
    const due = z.parse(reminder, event);
    // The office's list of tasks shows a callback by its due time.
    if (due.kind === 'viewing') await remindOfViewing(parts, due);
  };
}

async function remindOfViewing(parts: Parts, due: z.output<typeof viewingDue>): Promise<void> {
  const { config, viewings, listings, leads, notices, schedules, office, messaging } = parts;
  const { sender, reminderTemplate: templateSid } = config.whatsapp;
  const id = viewingReminderName({ source_id: due.sourceId });
  const [viewing, settings] = await Promise.all([viewings.find(due.viewingId), office.settings()]);
  const reason = reasonAgainst(viewing, due.sourceId);
  const dropped = { id, attempt: due.attempt, event: 'reminder.dropped', fields: { id } } as const;
  if (!viewing || reason) return dropNotice(notices, dropped, reason ?? 'called-off');
  if (!messaging || !sender || !templateSid) return dropNotice(notices, dropped, 'no-whatsapp');
  if (!isSendable(settings, Date.now())) {
    if (await leads.isOptedOut(viewing.contact)) return dropNotice(notices, dropped, 'opted-out');
    await oweReminder(parts, viewing, settings);
    return dropNotice(notices, dropped, 'quiet-time');
  }

  const listing = await listings.find(viewing.listing_id);
  const words = reminderWords(config.officeName, { at: viewing.at, listing }, settings);
  const { contact } = viewing;
  const notice = { id, contact, sender, templateSid, ...words };
  const { attempt, ...input } = due;
  await attemptNotice(schedules, { name: id, functionName: 'remind', input, attempt }, (isLast) =>
    sendNotice({ ...parts, messaging }, notice, isLast),
  );
}

/** Opens the task to remind a contact whom a quiet time keeps the office from writing to, once. */
async function oweReminder(
  { tasks }: Parts,
  { contact, name, listing_id, broker_id, source_id, at }: Viewing,
  settings: OfficeSettings,
): Promise<void> {
  const now = Date.now();
  await tasks.open({
    id: `viewing-unreminded-${source_id}`,
    kind: 'viewing',
    contact,
    name,
    listing_id,
    words: `התזכורת לביקור לא נשלחה בגלל שעת שקט: ${momentInWords(at)}.`,
    due_at: taskDueAt(settings, now),
    assigned_to: broker_id,
    state: 'open',
    channel: 'whatsapp',
    created_at: now,
    updated_at: now,
  });
}

/** Returns why a viewing needs no reminder: it was cancelled or booked anew, or it is over. Otherwise returns undefined. */
function reasonAgainst(viewing: Viewing | undefined, sourceId: string): NoticeDrop | undefined {
  if (viewing?.status !== 'booked' || viewing.source_id !== sourceId) return 'called-off';
  return viewing.at <= Date.now() ? 'too-late' : undefined;
}

/** Starts on a one-time `remind-…` schedule of the agent's tools; answers nothing. */
export const handler = lazily(async (config) => {
  const db = dynamoDb(config);
  return remind({
    config,
    viewings: dynamoViewings(db),
    listings: dynamoListings(db),
    leads: dynamoLeads(db),
    tasks: dynamoTasks(db),
    notices: dynamoNotices(db),
    messaging: officeMessaging(config, await secretsOf(config).twilio()),
    schedules: eventbridgeScheduler(config.schedules),
    office: knownOffice(dynamoOfficeSettings(db), Date.now, UNHURRIED_MS),
  });
});
