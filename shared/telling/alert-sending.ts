import { setTimeout as sleep } from 'node:timers/promises';
import type { Listing } from '#shared/domain/listings/listing.ts';
import { type Alert, alertedHome, SENT_WITHIN_DAYS } from '#shared/domain/office/alert.ts';
import type { Lead } from '#shared/domain/office/lead.ts';
import { nextLook, tellableFrom } from '#shared/domain/office/next-telling.ts';
import { officeDay } from '#shared/domain/office/office-day.ts';
import type { OfficeSettings } from '#shared/domain/office/office-settings.ts';
import { sendableFrom } from '#shared/domain/office/quiet-times.ts';
import { log } from '#shared/log.ts';
import { type NoticeParts, sendNotice } from '#shared/messages/notice-delivery.ts';
import { alertWords } from '#shared/messages/notice-words.ts';
import type { AlertedLeads, Alerts } from '#shared/ports/alerts.ts';
import type { Interactions } from '#shared/ports/messages.ts';
import { survive } from '#shared/survival.ts';
import { alertNoticeId } from './alert-ids.ts';
import { type AlertPeopleParts, peopleFor } from './alert-people.ts';

/** The stores and the sender that tell contacts of a home. */
export type AlertSendingParts = AlertPeopleParts &
  NoticeParts & {
    readonly alerts: Pick<Alerts, 'move'>;
    readonly alertedLeads: AlertedLeads;
    readonly interactions: Pick<Interactions, 'find'>;
    readonly contactTemplate: ContactTemplate;
  };

/** The sender and the template of alerts, with the office's name. */
export type ContactTemplate = {
  readonly officeName: string;
  /** E.164. */
  readonly sender: string;
  readonly templateSid: string;
};

/** The pace of one sweep: its most messages, the pause between two, and the time after which none begins. */
export type SendingPace = {
  readonly messages: number;
  readonly pauseMs: number;
  readonly lastsMs: number;
};

/**
 * Twilio takes 80 WhatsApp messages a second and refuses more (63018): https://www.twilio.com/docs/api/errors/63018.
 * Callers' answers go through the same sender. A sweep ends well within the function's minute.
 */
const PACE: SendingPace = { messages: 20, pauseMs: 250, lastsMs: 6_000 };
/** The lease of a sweep on an alert: its time, one send of 20 s, and a margin. */
const SWEEP_LEASE_MS = 45_000;
/** The pause before messages are tried again whose outcome is unknown: their lease lasts 90 s. */
const RETRY_PAUSE_MS = 60_000;
const DAY_MS = 24 * 3_600_000;

/** The fate of one contact: `busy` for one who has had today's alert, `later` for a message under way. */
type Fate = 'sent' | 'over' | 'busy' | 'later' | 'refused';
/** Why a sweep ended before the last contact. */
type Break = 'next' | 'template-refused';
/** So many refusals in a row are of the template, not of the contacts: the others are spared. */
const MAX_REFUSALS = 3;

/**
 * Tells the next contacts of a home, outside of quiet times and while the office is open. Each is looked at
 * again: consent, wish, and whether they know the home. Returns how many messages left.
 * @throws VendorFailed
 */
export async function sendAlert(
  parts: AlertSendingParts,
  { alert: seen, listing }: { readonly alert: Alert; readonly listing: Listing | undefined },
  settings: OfficeSettings,
  { clock, pace = PACE }: { readonly clock: () => number; readonly pace?: SendingPace },
): Promise<number> {
  const { alerts } = parts;
  const now = clock();
  const isSame = listing?.status === 'active' && listing.price_ils === seen.price_ils;
  const isOver = now - (seen.approved_at ?? seen.created_at) > SENT_WITHIN_DAYS * DAY_MS;
  if (!isSame || settings.alerts === 'off') {
    log.count('AlertsVoid', { id: seen.id, reason: isSame ? 'off' : 'changed' });
    await alerts.move(seen, { state: 'void' }, undefined);
    return 0;
  }
  const until = startOf(settings, now);
  if (until > now && !isOver) {
    await alerts.move(seen, {}, nextLook(until, now));
    return 0;
  }
  const alert = isOver ? undefined : await alerts.move(seen, {}, now + SWEEP_LEASE_MS);
  if (!alert) {
    if (isOver) await alerts.move(seen, { state: 'sent' }, undefined);
    return 0;
  }
  const fates = await tellEach(parts, { alert, listing }, settings, { clock, pace });
  if (fates.includes('template-refused')) {
    log.count('AlertsVoid', { id: alert.id, reason: 'template-refused' });
    await alerts.move(alert, { state: 'void' }, undefined);
    return fates.filter((fate) => fate === 'sent').length;
  }
  const dueAt = dueAfter(fates, settings, clock());
  await alerts.move(alert, dueAt === undefined ? { state: 'sent' } : {}, dueAt);
  const sent = fates.filter((fate) => fate === 'sent').length;
  log.info('alert.swept', { id: alert.id, sent, left: dueAt === undefined ? 0 : 1 });
  return sent;
}

async function tellEach(
  parts: AlertSendingParts,
  told: { readonly alert: Alert; readonly listing: Listing },
  settings: OfficeSettings,
  { clock, pace }: { readonly clock: () => number; readonly pace: SendingPace },
): Promise<readonly (Fate | Break)[]> {
  const people = await peopleFor(parts, told.listing, clock());
  const startedAt = performance.now();
  const fates: (Fate | Break)[] = [];
  let sent = 0;
  for (const lead of people) {
    if (sent >= pace.messages || performance.now() - startedAt > pace.lastsMs) {
      return [...fates, 'next'];
    }
    const last = fates.slice(-MAX_REFUSALS);
    if (last.length === MAX_REFUSALS && last.every((one) => one === 'refused')) {
      return [...fates, 'template-refused'];
    }
    const fate = await survive('alert.not-sent', tellOne(parts, lead, told, { settings, clock }));
    fates.push(fate ?? 'later');
    if (fate !== 'sent') continue;
    sent += 1;
    await sleep(pace.pauseMs);
  }
  return fates;
}

async function tellOne(
  parts: AlertSendingParts,
  { contact, alerted_homes: known = [] }: Lead,
  { alert, listing }: { readonly alert: Alert; readonly listing: Listing },
  { settings, clock }: { readonly settings: OfficeSettings; readonly clock: () => number },
): Promise<Fate> {
  const { alertedLeads, interactions, contactTemplate } = parts;
  const home = alertedHome(listing);
  const id = alertNoticeId(contact, home);
  const row = async () => interactions.find({ channel: 'whatsapp', external_sid: id });
  const isSettled = async () => ((await row())?.status ?? 'replied') !== 'replied';
  if (known.includes(home) && (await isSettled())) return 'over';
  const claim = await alertedLeads.claim(contact, { noticeId: id, home, day: officeDay(clock()) });
  if (claim === 'busy') return 'busy';
  if (claim !== 'granted' || (await isSettled())) return 'over';
  const { officeName, sender, templateSid } = contactTemplate;
  const words = alertWords(officeName, { listing, news: alert.news }, settings);
  const notice = { id, contact, sender, templateSid, listing_id: listing.id, ...words };
  if ((await sendNotice(parts, notice, false)) === 'held') return 'later';
  const after = await row();
  if (after?.status !== 'failed') return 'sent';
  // A refusal is final: another way or another try would be one advertisement more.
  log.count('AlertsNotSent', { id, reason: String(after.error_code ?? 'opted-out') });
  return after.error_code === undefined ? 'over' : 'refused';
}

/** Returns when the alert goes on; undefined once every contact was told or may not be. */
function dueAfter(
  fates: readonly (Fate | Break)[],
  settings: OfficeSettings,
  now: number,
): number | undefined {
  if (fates.includes('next')) return now;
  if (fates.includes('later')) return now + RETRY_PAUSE_MS;
  if (!fates.includes('busy')) return undefined;
  // Midnight of UTC lies within the next day in Israel.
  return startOf(settings, now + DAY_MS - (now % DAY_MS));
}

/** Returns the first moment from one on at which the office is open and messages may leave unasked. */
function startOf(settings: OfficeSettings, at: number): number {
  const open = tellableFrom(settings, { urgent: false }, at);
  const sendable = sendableFrom(settings, open);
  return sendable > open ? tellableFrom(settings, { urgent: false }, sendable) : open;
}
