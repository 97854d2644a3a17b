import { randomUUID } from 'node:crypto';
import { neverQuiet } from '#shared/domain/office/quiet-times.ts';
import { type Viewing, viewingId, viewingReminder } from '#shared/domain/office/viewing.ts';
import { VIEWING_MS } from '#shared/domain/office/viewing-day.ts';
import type { Attempt } from './customer-clock.ts';
import type { MessageStage } from './stage.ts';

/** The time until the viewing: 20 hours, so the customer booked it on another day. */
const AHEAD_MS = 20 * 3_600_000;

/** The viewings that were booked: each is after the last, because all are of one home. */
let booked = 0;

/** Books a viewing for a customer; returns the attempt at its reminder. */
export async function bookViewing(stage: MessageStage, contact: string): Promise<Attempt[]> {
  const now = Date.now();
  const at = now + AHEAD_MS + booked++ * VIEWING_MS;
  const viewing: Viewing = {
    id: viewingId('TA-101', at),
    contact,
    listing_id: 'TA-101',
    at,
    status: 'booked',
    source_id: randomUUID(),
    created_at: now,
  };
  await stage.book(viewing);
  const reminder = viewingReminder(neverQuiet, viewing, now);
  return reminder ? [{ name: reminder.name, pauseMs: reminder.at - now }] : [];
}
