import { log } from '#shared/log.ts';
import type { Alerts } from '#shared/ports/alerts.ts';
import type { Listings, Office } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';
import { type AlertAskingParts, askBroker } from './alert-asking.ts';
import { type AlertSendingParts, type SendingPace, sendAlert } from './alert-sending.ts';

/** The stores and senders that take alerts on. */
export type AlertTellingParts = AlertAskingParts &
  AlertSendingParts & {
    readonly alerts: Pick<Alerts, 'due' | 'move'>;
    readonly office: Pick<Office, 'settings'>;
    readonly listings: Pick<Listings, 'find'>;
  };

/** The alerts of one sweep: more are taken on by the next one, seconds later. */
const SWEPT = 10;

/** Returns a sweep that asks brokers about alerts and sends those that they approved. It returns how many messages left. */
export function alertTelling(
  parts: AlertTellingParts,
  clock = Date.now,
  pace?: SendingPace,
): () => Promise<number> {
  return async () => {
    const due = await parts.alerts.due(clock(), SWEPT);
    if (due.length === 0) return 0;
    const settings = await parts.office.settings();
    let sent = 0;
    for (const alert of due) {
      const work = async () => {
        const listing = await parts.listings.find(alert.listing_id);
        if (alert.state === 'sending') {
          return sendAlert(parts, { alert, listing }, settings, { clock, ...(pace && { pace }) });
        }
        if (listing?.status !== 'active' || listing.price_ils !== alert.price_ils) {
          log.count('AlertsVoid', { id: alert.id, reason: 'changed' });
          await parts.alerts.move(alert, { state: 'void' }, undefined);
        } else if (settings.alerts === 'off') {
          await parts.alerts.move(alert, { state: 'void' }, undefined);
        } else await askBroker(parts, { alert, listing }, settings, clock());
        return 0;
      };
      sent += (await survive('alert.put-off', work())) ?? 0;
    }
    return sent;
  };
}
