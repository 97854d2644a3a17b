import { UsageError } from '@agent-locator/command-line/options.ts';
import { fromOfficeTime } from '#shared/domain/office/office-day.ts';

/** The deeds of `npm run office -- viewings`. */
export type ViewingsDeed =
  /** Shows the viewings of a day, or all from now on. */
  | { readonly deed: 'list'; readonly day: string | undefined }
  | { readonly deed: 'cancel'; readonly id: string; readonly because: string }
  /** Moves a viewing to a moment in epoch ms. */
  | { readonly deed: 'move'; readonly id: string; readonly at: number };

/** Reads the words behind `viewings`. @throws UsageError where they are wrong */
export function viewingsDeedOf(
  [deed, id = '', time = '', ...more]: readonly string[],
  { day, because }: { readonly day?: string | undefined; readonly because?: string | undefined },
): ViewingsDeed {
  if (day !== undefined && (deed !== undefined || fromOfficeTime(`${day}T12:00`) === undefined)) {
    throw new UsageError(`--day takes a day to list, like 2026-12-01, not "${day}".`);
  }
  if (because !== undefined && deed !== 'cancel') {
    throw new UsageError('--because belongs to viewings cancel.');
  }
  if (deed === undefined) return { deed: 'list', day };
  if (more.length > 0 || !id) throw new UsageError(`viewings ${deed} takes the id of a viewing.`);
  if (deed === 'cancel' && !time) return { deed, id, because: because ?? '' };
  const at = fromOfficeTime(time);
  if (deed === 'move' && at !== undefined) return { deed, id, at };
  throw new UsageError(
    deed === 'move'
      ? `viewings move takes an id and a time like 2026-12-01T10:30, not "${time}".`
      : 'viewings takes nothing, cancel and an id, or move, an id and a time.',
  );
}
