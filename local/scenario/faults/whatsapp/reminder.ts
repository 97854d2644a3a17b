import { randomUUID } from 'node:crypto';
import { type Viewing, viewingReminder } from '#shared/domain/office/viewing.ts';
import type { Look } from './looks.ts';
import type { MessageStage } from './stage.ts';

/** A viewing that the customer booked on another day. */
const AHEAD_MS = 20 * 3_600_000;

/** Books a viewing for a customer, and tells when the customer is reminded of it. */
export async function bookViewing(stage: MessageStage, contact: string): Promise<Look[]> {
  const [id, now] = [randomUUID(), Date.now()];
  const viewing: Viewing = {
    id,
    contact,
    listing_id: 'TA-101',
    at: now + AHEAD_MS,
    status: 'booked',
    source_id: id,
    created_at: now,
  };
  await stage.book(viewing);
  const reminder = viewingReminder(viewing, now);
  return reminder ? [{ name: reminder.name, pauseMs: reminder.at - now }] : [];
}
