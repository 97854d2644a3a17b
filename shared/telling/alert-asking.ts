import type { Listing } from '#shared/domain/listings/listing.ts';
import { type Alert, ANSWERED_WITHIN_DAYS } from '#shared/domain/office/alert.ts';
import { rankedBrokers } from '#shared/domain/office/assignment.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import { nextLook, tellableFrom } from '#shared/domain/office/next-telling.ts';
import type { OfficeSettings } from '#shared/domain/office/office-settings.ts';
import type { StaffMessage } from '#shared/domain/office/staff-message.ts';
import type { Way } from '#shared/domain/office/telling.ts';
import { log } from '#shared/log.ts';
import { alertQuestion } from '#shared/messages/notice-words.ts';
import type { Alerts } from '#shared/ports/alerts.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';
import type { StaffMessages } from '#shared/ports/staff-messages.ts';
import { questionId } from './alert-ids.ts';
import { type StaffSender, sendToStaff } from './staff-delivery.ts';

/** The stores and senders that ask brokers whether contacts are told of a home. */
export type AlertAskingParts = {
  readonly alerts: Pick<Alerts, 'move'>;
  readonly messages: StaffMessages;
  readonly brokers: Pick<KnownBrokers, 'active'>;
  /** The ways of asking, with their senders. */
  readonly askers: { readonly [W in Way]?: StaffSender };
};

/** WhatsApp reports within seconds that a message could not reach its person. Then the next one is asked. */
const REPORTED_WITHIN_MS = 2 * 60_000;
const DAY_MS = 24 * 3_600_000;

/**
 * Asks the broker of a home, else an owner, whether contacts are told of it. Without an answer the alert is void in the end.
 * @throws VendorFailed
 */
export async function askBroker(
  parts: AlertAskingParts,
  { alert, listing }: { readonly alert: Alert; readonly listing: Listing },
  settings: OfficeSettings,
  now: number,
): Promise<void> {
  const { alerts, messages, brokers, askers } = parts;
  const endsAt = alert.created_at + ANSWERED_WITHIN_DAYS * DAY_MS;
  if (now >= endsAt) return end(parts, alert, 'unanswered');
  const until = tellableFrom(settings, { urgent: false }, now);
  if (until > now) {
    await alerts.move(alert, {}, nextLook(until, now));
    return;
  }
  const text = alertQuestion(listing, alert);
  const people = await brokers.active();
  for (const { person, way, sender, to } of triesOf(people, { alert, listing }, askers)) {
    const id = questionId(alert, person, way);
    const message: StaffMessage = {
      id,
      broker_id: person.id,
      way,
      to,
      tasks: [],
      alert: alert.id,
      text,
      at: (await messages.find(id))?.at ?? now,
    };
    const outcome = await sendToStaff({ messages, sender }, message, person);
    if (outcome === 'held') return;
    if (outcome === 'lost') continue;
    // Asked a while ago and not reported as lost: from now on only the answer counts.
    const dueAt = alert.state === 'asked' ? endsAt : now + REPORTED_WITHIN_MS;
    await alerts.move(alert, { state: 'asked', broker_id: person.id }, dueAt);
    return;
  }
  return end(parts, alert, 'nobody');
}

async function end(
  { alerts }: Pick<AlertAskingParts, 'alerts'>,
  alert: Alert,
  reason: 'unanswered' | 'nobody',
): Promise<void> {
  log.count('AlertsVoid', { id: alert.id, reason });
  await alerts.move(alert, { state: 'void' }, undefined);
}

/** Returns whom to ask and how: the person asked before, the broker of the home or its area, an owner. */
function triesOf(
  people: readonly Broker[],
  { alert, listing }: { readonly alert: Alert; readonly listing: Listing },
  askers: AlertAskingParts['askers'],
) {
  const ranked = rankedBrokers(people, listing, listing.id);
  const before = ranked.find(({ id }) => id === alert.broker_id);
  const owner = ranked.find(({ role }) => role === 'owner');
  const asked = [...new Set([before, ranked[0], owner])].filter((person) => person !== undefined);
  return asked.flatMap((person) => {
    const ways: readonly Way[] =
      person.notify === 'email' ? ['email', 'whatsapp'] : ['whatsapp', 'email'];
    return ways.flatMap((way) => {
      const sender = askers[way];
      const to = way === 'email' ? person.email : person.phone;
      return sender && to ? [{ person, way, sender, to }] : [];
    });
  });
}
