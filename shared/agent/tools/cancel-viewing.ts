import { fromOfficeTime, toOfficeTime } from '#shared/domain/office/office-day.ts';
import { orNull, text, time } from './arguments.ts';
import { defineTool, NO_SUCH_TIME } from './tool.ts';
import { takeReminderBack } from './viewing-reminder.ts';
import { tellOfficeOfCancellation } from './viewing-task.ts';

/** Cancels one of the contact's viewings; where several fit, it names them and cancels none. */
export const cancelViewing = defineTool({
  name: 'cancel_viewing',
  description:
    'Cancel a viewing that the contact has booked, when they ask for it. Name the home or the time if they have several. To move a viewing, use book_viewing instead.',
  writes: true,
  accepts: {
    listing_id: orNull(text('The id of its listing; null if they have one viewing')),
    at: orNull(time('When it is booked; null if they have one viewing')),
  },
  async use({ listing_id: listingId, at: time }, use) {
    const { parts, turn, signal } = use;
    const contact = await turn.contact();
    if (!contact) return refused('no_number');
    const at = time === null ? undefined : fromOfficeTime(time);
    if (time !== null && at === undefined) return NO_SUCH_TIME;
    const known = await parts.viewings.ofContact(contact, parts.now());
    const ahead = known.filter(({ status }) => status === 'booked');
    const meant = ahead.filter(
      (viewing) =>
        (at === undefined || viewing.at === at) && (!listingId || viewing.listing_id === listingId),
    );
    const [viewing, ...others] = meant;
    if (!viewing) return refused('no_such_viewing', ahead);
    if (others.length > 0) return refused('several', meant);
    signal.throwIfAborted();
    if (!(await parts.viewings.cancel(viewing))) return refused('no_such_viewing');
    await Promise.all([takeReminderBack(parts, viewing), tellOfficeOfCancellation(use, viewing)]);
    return { cancelled: true, ...told(viewing) };
  },
});

type Told = { readonly at: number; readonly listing_id: string };

function refused(reason: string, viewings: readonly Told[] = []) {
  return {
    cancelled: false,
    reason,
    ...(viewings.length > 0 && { viewings: viewings.map(told) }),
  };
}

function told({ at, listing_id }: Told) {
  return { at: toOfficeTime(at), listing_id };
}
