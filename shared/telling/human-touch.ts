import { tellableFrom } from '#shared/domain/office/next-telling.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { log } from '#shared/log.ts';
import type { Office } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';

/** Notes how long a matter waited for its first person (epoch ms), since the office could be told of it. Never throws. */
export async function noteTouch(
  office: Pick<Office, 'settings'>,
  { kind, created_at, urgent }: Task,
  at: number,
): Promise<void> {
  const settings = await survive('staff.settings-not-read', office.settings());
  const since = settings ? tellableFrom(settings, { urgent }, created_at) : created_at;
  log.duration('TimeToHumanMs', Math.max(0, at - since), { reason: kind });
}
