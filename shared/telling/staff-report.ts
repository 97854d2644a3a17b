import { log } from '#shared/log.ts';
import type { MessageReport } from '#shared/ports/messages.ts';
import type { StaffMessages } from '#shared/ports/staff-messages.ts';
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
  return id.startsWith('tell-');
}

/**
 * Notes what became of a message to a person. After a failure its matter is told in another way, or to another person.
 * @throws VendorFailed
 */
export async function noteStaffReport(
  { staffMessages, tellings, untoldViewings }: StaffReportParts,
  id: string,
  { status, replySid, errorCode }: MessageReport,
): Promise<void> {
  if (status !== 'failed') {
    const state = status === 'sent' ? 'sent' : 'delivered';
    await staffMessages.report(id, { state, sid: replySid });
    return;
  }
  log.count('StaffMessagesFailed', { id, code: errorCode ?? 0 });
  const failed = await staffMessages.report(id, {
    state: 'failed',
    failure: `refused ${errorCode ?? 0}`,
  });
  const now = Date.now();
  if (!failed) return;
  await Promise.all(failed.tasks.map((task) => tellings.lose(task, id, now)));
  if (failed.viewing_id) await untoldViewings.retell(failed.viewing_id, now);
}
