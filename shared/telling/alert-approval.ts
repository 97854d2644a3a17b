import type { Alert } from '#shared/domain/office/alert.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import { log } from '#shared/log.ts';
import type { Alerts } from '#shared/ports/alerts.ts';
import type { Listings } from '#shared/ports/office.ts';
import type { StaffMessages } from '#shared/ports/staff-messages.ts';

/** The stores that a broker's yes to an alert reads and writes. */
export type AlertApprovalParts = {
  readonly alerts: Pick<Alerts, 'due' | 'find' | 'move'>;
  readonly listings: Pick<Listings, 'find'>;
  readonly messages: Pick<StaffMessages, 'findBySid'>;
};

/** The alert that a person names, by the button or by the message that they answer. */
export type ApprovalRequest = {
  readonly id: string | undefined;
  readonly repliedTo: string | undefined;
};

/** A sweep may take a step of the alert at the same moment; more never do. */
const MAX_ATTEMPTS = 3;
/** More alerts than an office has under way. */
const WAITING = 100;

const UNKNOWN = 'לא מצאתי נכס שמחכה לשליחה. השיבו "שלחו" להודעה על הנכס.';
const SEVERAL = 'כמה נכסים מחכים לשליחה. השיבו "שלחו" להודעה על הנכס עצמו.';
const SENT = 'זה כבר נשלח.';
const VOID = 'זה כבר לא נשלח: עבר יותר מדי זמן, או שהנכס השתנה.';

/**
 * Has an alert sent, and returns the answer for the person who asked for it. A repeated request does nothing more.
 * `id` is the alert in the button. Without it the message that they answer names one, else it is the only one that waits.
 * @throws VendorFailed
 */
export async function approveAlert(
  parts: AlertApprovalParts,
  person: Broker,
  request: ApprovalRequest,
  now: number,
): Promise<string> {
  const { alerts, listings } = parts;
  const asked = await alertMeant(parts, person, request);
  if (typeof asked === 'string') return asked;
  let alert: Alert | undefined = asked;
  for (let attempt = 0; attempt < MAX_ATTEMPTS && alert; attempt++) {
    if (alert.state === 'sending' || alert.state === 'sent') return SENT;
    const listing = await listings.find(alert.listing_id);
    const isSame = listing?.status === 'active' && listing.price_ils === alert.price_ils;
    if (alert.state === 'void' || !isSame) return VOID;
    const approval = { state: 'sending', approved_by: person.id, approved_at: now } as const;
    if (await alerts.move(alert, approval, now)) {
      log.info('alert.approved', { id: alert.id, people: alert.people });
      return alert.people === 1
        ? 'נשלח לאדם אחד, בשעות הפעילות.'
        : `נשלח ל־${alert.people} אנשים, בשעות הפעילות. כל אחד מקבל הודעה אחת ביום לכל היותר.`;
    }
    alert = await alerts.find(alert.id);
  }
  return UNKNOWN;
}

/** Returns the alert that a person means, or the answer that none is meant. */
async function alertMeant(
  { alerts, messages }: AlertApprovalParts,
  person: Broker,
  { id, repliedTo }: ApprovalRequest,
): Promise<Alert | string> {
  const named = id ?? (repliedTo && (await messages.findBySid(repliedTo))?.alert);
  if (named) {
    const alert = await alerts.find(named);
    // The question went to one person; another one cannot answer it.
    return alert?.broker_id === person.id || alert?.state === 'asking' ? alert : UNKNOWN;
  }
  const waiting = (await alerts.due(Number.MAX_SAFE_INTEGER, WAITING)).filter(
    ({ state, broker_id }) => state === 'asked' && broker_id === person.id,
  );
  const [only] = waiting;
  return only && waiting.length === 1 ? only : waiting.length > 1 ? SEVERAL : UNKNOWN;
}
