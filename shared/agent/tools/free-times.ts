import { inTime } from '#shared/deadlines.ts';
import { toOfficeTime } from '#shared/domain/office/office-day.ts';
import type { OfficeSettings } from '#shared/domain/office/office-settings.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import { overlaps } from '#shared/domain/office/viewing-day.ts';
import { OFFERED_TIMES, viewingTimes } from '#shared/domain/office/viewing-times.ts';
import { survive } from '#shared/survival.ts';
import type { ToolParts } from './tool.ts';

/** The limit on the search: a refusal without free times is better than none. */
const SEARCH_MS = 500;

/** The wish that was refused, and the contact’s viewings of other homes. */
type RefusedWish = {
  readonly wanted: Pick<Viewing, 'listing_id' | 'broker_id' | 'contact' | 'at'>;
  readonly elsewhere: readonly Pick<Viewing, 'at'>[];
};

/** Returns the next moments at which a viewing is possible, as a model tells them. A search that takes too long finds nothing. */
export async function freeTimes(
  { viewings, now }: Pick<ToolParts, 'viewings' | 'now'>,
  settings: OfficeSettings,
  { wanted, elsewhere }: RefusedWish,
): Promise<{ readonly free?: readonly string[] }> {
  const searched = viewings.firstFree(wanted, theirTimes(), OFFERED_TIMES);
  const found = await survive(
    'viewing.no-free-times',
    inTime('dynamodb', { name: 'free times', ms: SEARCH_MS }, searched),
  );
  return found && found.length > 0 ? { free: found.map(toOfficeTime) } : {};

  function* theirTimes() {
    for (const at of viewingTimes(settings, wanted.at, now())) {
      if (!elsewhere.some((viewing) => overlaps(viewing.at, at))) yield at;
    }
  }
}
