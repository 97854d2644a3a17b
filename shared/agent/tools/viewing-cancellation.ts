import { type Viewing, viewingReminderName } from '#shared/domain/office/viewing.ts';
import { tryScheduling } from './scheduling.ts';
import type { ToolParts } from './tool.ts';

/** Cancels a booked viewing and takes its reminder back. @throws VendorFailed if it is still booked */
export async function cancelBooked(
  { viewings, schedules }: Pick<ToolParts, 'viewings' | 'schedules'>,
  viewing: Viewing,
): Promise<void> {
  await viewings.cancel(viewing);
  await tryScheduling(schedules.cancel(viewingReminderName(viewing)));
}
