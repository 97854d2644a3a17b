import type { Output } from '@agent-locator/command-line/output.ts';
import type { Store } from '#commands/store.ts';
import { dynamoCrm } from '#shared/adapters/dynamo/crm.ts';
import type { Environment } from '#shared/config/environment.ts';
import { fromOfficeTime, officeDay } from '#shared/domain/office/office-day.ts';
import { namesOf } from './row-names.ts';
import { changeViewing } from './viewings-change.ts';
import { openViewingsDesk } from './viewings-desk.ts';
import type { ViewingsDeed } from './viewings-options.ts';
import { printChange, printViewings } from './viewings-view.ts';

/** The place and the moment of a run. */
export type ViewingsRun = {
  readonly store: Store;
  readonly env: Environment;
  readonly output: Output;
  readonly now: number;
};

const DAY_MS = 24 * 3_600_000;

/** Shows, cancels or moves viewings; returns false where nothing was changed, or the contact must be called. */
export async function serveViewings(
  deed: ViewingsDeed,
  { store, env, output, now }: ViewingsRun,
): Promise<boolean> {
  if (deed.deed === 'list') {
    const from = deed.day ? (fromOfficeTime(`${deed.day}T00:00`) ?? now) : now;
    // A day of the office may have 25 hours.
    const to = deed.day ? from + 1.5 * DAY_MS : Number.MAX_SAFE_INTEGER;
    const all = await dynamoCrm(store.db).viewingsBetween(from, to);
    const booked = all.filter(
      ({ status, at }) => status === 'booked' && (!deed.day || officeDay(at) === deed.day),
    );
    const names = await namesOf(store.db, booked);
    const rows = booked.map((viewing) => ({
      ...viewing,
      name: names.contact(viewing),
      home: names.home(viewing),
      person: names.person(viewing.broker_id),
    }));
    output.result(rows, (print) => printViewings(print, booked, names));
    return true;
  }
  const outcome = await changeViewing(await openViewingsDesk(store, env), deed, now);
  output.result(outcome, (print) => printChange(print, outcome));
  return 'changed' in outcome && outcome.told === 'written';
}
