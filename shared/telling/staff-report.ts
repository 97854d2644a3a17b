import { log } from '#shared/log.ts';
import type { StaffMessageReport, StaffMessages } from '#shared/ports/staff-messages.ts';
import type { Tellings } from '#shared/ports/tellings.ts';
import type { UntoldViewings } from '#shared/ports/untold-viewings.ts';

/** The stores that a vendor's report on a message to the office's people changes. */
export type StaffReportParts = {
  readonly staffMessages: Pick<StaffMessages, 'report'>;
  readonly tellings: Pick<Tellings, 'lose'>;
  readonly untoldViewings: Pick<UntoldViewings, 'retell'>;
};

/** Returns whether an id is that of a message to the office's people. */
export function isTellingId(id: string): boolean {
  return /^(?:tell|agenda)-/.test(id);
}

/**
 * Notes what became of a message to a person. After a failure its matter is told in another way, or to another person.
 * @throws VendorFailed
 */
export async function noteStaffReport(
  { staffMessages, tellings, untoldViewings }: StaffReportParts,
  id: string,
  report: StaffMessageReport,
): Promise<void> {
  const message = await staffMessages.report(id, report);
  if (message?.state !== 'failed') return;
  log.count('StaffMessagesFailed', { id, reason: message.way, failure: message.failure });
  const now = Date.now();
  await Promise.all(message.tasks.map((task) => tellings.lose(task, id, now)));
  if (message.viewing_id) await untoldViewings.retell(message.viewing_id, now);
}
