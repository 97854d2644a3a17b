import { randomUUID } from 'node:crypto';
import { neverQuiet } from '#shared/domain/office/quiet-times.ts';
import { type Viewing, viewingReminder } from '#shared/domain/office/viewing.ts';
import type { Attempt } from './customer-clock.ts';
import type { MessageStage } from './stage.ts';

/** The time until the viewing: 20 hours, so the customer booked it on another day. */
const AHEAD_MS = 20 * 3_600_000;

/** Books a viewing for a customer; returns the attempt at its reminder. */
export async function bookViewing(stage: MessageStage, contact: string): Promise<Attempt[]> {
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
  const reminder = viewingReminder(neverQuiet, viewing, now);
  return reminder ? [{ name: reminder.name, pauseMs: reminder.at - now }] : [];
}
