import { callbackRefusal, callbackReminder } from '#shared/domain/office/callback.ts';
import { isCallable } from '#shared/domain/office/contact.ts';
import { fromOfficeTime } from '#shared/domain/office/office-day.ts';
import { orNull, text, time } from './arguments.ts';
import { assignAfterDeed } from './assignment.ts';
import { closure } from './closure.ts';
import { tryScheduling } from './scheduling.ts';
import { defineTool, NO_SUCH_TIME } from './tool.ts';

/** Stores the contact's wish for a callback by a person of the office. */
export const requestCallback = defineTool({
  name: 'request_callback',
  description: 'Have a person of the office call the caller back.',
  writes: true,
  accepts: {
    at: orNull(time('When to call; null for as soon as possible')),
    reason: orNull(text('What it is about, in one Hebrew sentence')),
  },
  async use({ at: time, reason }, use) {
    const { parts, turn, id } = use;
    const { channel } = turn;
    const contact = await turn.contact();
    if (!contact || !isCallable(contact)) return { requested: false, reason: 'no_number' };
    const now = parts.now();
    const at = time === null ? undefined : fromOfficeTime(time);
    if (time !== null) {
      if (at === undefined) return NO_SUCH_TIME;
      const settings = await parts.office.settings();
      const refusal = callbackRefusal(settings, at, now);
      if (refusal) {
        return { requested: false, reason: refusal, ...closure(settings, refusal, at) };
      }
    }
    const callback = { id, at, reason: reason || undefined };
    await parts.leads.requestCallback(contact, callback, { source: channel, at: now });
    await assignAfterDeed(use, contact);
    const reminder = callbackReminder(callback);
    if (reminder) await tryScheduling(parts.schedules.once(reminder));
    return { requested: true, at: time };
  },
});
