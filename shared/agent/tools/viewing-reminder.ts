import { type Viewing, viewingReminderName } from '#shared/domain/office/viewing.ts';
import { tryScheduling } from './scheduling.ts';
import type { ToolParts } from './tool.ts';

/** Takes the reminder of a viewing back; a reminder that stays finds that it is not wanted. */
export async function takeReminderBack(
  { schedules }: Pick<ToolParts, 'schedules'>,
  viewing: Viewing,
): Promise<void> {
  await tryScheduling(schedules.cancel(viewingReminderName(viewing)));
}
