import { type Alert, ANSWERED_WITHIN_DAYS } from '#shared/domain/office/alert.ts';
import { nextLook, tellableFrom } from '#shared/domain/office/next-telling.ts';
import type { OfficeSettings } from '#shared/domain/office/office-settings.ts';
import { log } from '#shared/log.ts';
import type { Alerts, UntoldHome, UntoldHomes } from '#shared/ports/alerts.ts';
import type { Listings, Office } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';
import { alertId } from './alert-ids.ts';
import { type AlertPeopleParts, peopleFor } from './alert-people.ts';

/** The stores that make alerts of the news of homes. */
export type HomeAlertingParts = AlertPeopleParts & {
  readonly untoldHomes: UntoldHomes;
  readonly alerts: Pick<Alerts, 'open'>;
  readonly office: Pick<Office, 'settings'>;
  readonly listings: Pick<Listings, 'find'>;
};

/** The homes of one sweep: more are looked at by the next one, seconds later. */
const SWEPT = 20;
/** The home is written after its news, within the limit of a request. */
const WRITTEN_WITHIN_MS = 30_000;
const DAY_MS = 24 * 3_600_000;

/** Returns a sweep that opens an alert for each home with news that fits somebody. It returns how many. */
export function homeAlerting(parts: HomeAlertingParts, clock = Date.now): () => Promise<number> {
  return async () => {
    const now = clock();
    const due = await parts.untoldHomes.due(now, SWEPT);
    if (due.length === 0) return 0;
    const settings = await parts.office.settings();
    let opened = 0;
    // One after the other: each reads all contacts who agreed.
    for (const home of due) {
      const isOpened = await survive('alert.put-off', open(parts, home, settings, now));
      if (isOpened) opened += 1;
    }
    return opened;
  };
}

async function open(
  parts: HomeAlertingParts,
  home: UntoldHome,
  settings: OfficeSettings,
  now: number,
): Promise<boolean> {
  const { untoldHomes, alerts, listings } = parts;
  const { news, price_ils, listing_id, tell_at } = home;
  const isOver = now - news.at > ANSWERED_WITHIN_DAYS * DAY_MS;
  const listing = await listings.find(listing_id);
  const isSame = listing?.status === 'active' && listing.price_ils === price_ils;
  if (!isSame && now - tell_at < WRITTEN_WITHIN_MS) return false;
  if (settings.alerts === 'off' || !isSame || isOver) {
    await untoldHomes.settle(home, undefined);
    return false;
  }
  const until = tellableFrom(settings, { urgent: false }, now);
  if (until > now) {
    await untoldHomes.settle(home, nextLook(until, now));
    return false;
  }
  const { length: people } = await peopleFor(parts, listing, now);
  if (people > 0) {
    const isAsked = settings.alerts === 'ask';
    const alert: Alert = {
      id: alertId(listing.id, news),
      listing_id: listing.id,
      price_ils: listing.price_ils,
      news,
      people,
      state: isAsked ? 'asking' : 'sending',
      ...(!isAsked && { approved_by: 'automatic', approved_at: now }),
      created_at: now,
    };
    await alerts.open(alert);
    log.info('alert.opened', { id: alert.id, listingId: listing.id, news: news.kind, people });
  }
  // The alert stands before the news ends, so a sweeper that dies between loses none.
  await untoldHomes.settle(home, undefined);
  return people > 0;
}
