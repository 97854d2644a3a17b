import { createHash } from 'node:crypto';
import { callbackRefusal } from '#shared/domain/office/callback.ts';
import { isCallable } from '#shared/domain/office/contact.ts';
import { dictatedNumber, readableNumber } from '#shared/domain/office/dictated-number.ts';
import { fromOfficeTime } from '#shared/domain/office/office-day.ts';
import { taskDueAt } from '#shared/domain/office/task-due.ts';
import { isUrgentMatter } from '#shared/domain/office/urgent-matter.ts';
import { orNull, text, time } from './arguments.ts';
import { assigneeOf, homeOf } from './assignment.ts';
import { closure } from './closure.ts';
import { notePhone } from './further-phone.ts';
import { openOrChange } from './task-opening.ts';
import { defineTool, NO_SUCH_TIME, withoutUnknown } from './tool.ts';

/** Opens a task to call somebody back; a second wish for the same number moves the open one. */
export const requestCallback = defineTool({
  name: 'request_callback',
  description:
    'Have a person of the office call the caller back, or another number that they dictate. A second request for the same number moves the first. If it is refused, tell the holiday, and when it `opens_next` or the `last_day`.',
  writes: true,
  accepts: {
    at: orNull(time('When to call; null for as soon as possible')),
    reason: orNull(text('What it is about, in one Hebrew sentence')),
    phone: orNull(
      text(
        'Digits of another number to call, as dictated; null for the number they call from. Repeat the digits to the caller first',
      ),
    ),
    name: orNull(text('Whom to call, as the caller said it')),
    asked_for: orNull(text('The person of the office whom they asked for by name')),
    listing_id: orNull(text('The id of the home that it is about; null if it is about none')),
  },
  async use({ at: time, phone, reason, listing_id, ...named }, use) {
    const { parts, turn, id } = use;
    const contact = await turn.contact();
    const dictated = phone ? dictatedNumber(phone) : undefined;
    if (phone && !dictated) return { requested: false, reason: 'unclear_number' };
    const number = dictated ?? (contact && isCallable(contact) ? contact : undefined);
    if (!number) return { requested: false, reason: 'no_number' };
    const now = parts.now();
    const settings = await parts.office.settings();
    const urgent = isUrgentMatter(reason ?? undefined);
    const at = time === null ? taskDueAt(settings, now, urgent) : fromOfficeTime(time);
    if (at === undefined) return NO_SUCH_TIME;
    if (time !== null) {
      const refusal = callbackRefusal(settings, at, now);
      if (refusal) {
        return { requested: false, reason: refusal, ...closure(settings, refusal, { at, now }) };
      }
    }
    const other = number === contact ? undefined : number;
    const home = await homeOf(use, listing_id);
    const { asked_for: askedFor } = named;
    const isMoved = await openOrChange(
      { tasks: parts.tasks, turn, useId: id, at: now },
      {
        kind: 'call_back',
        subject: `call-${hashed(number)}`,
        contact,
        phone: other,
        due_at: at,
        assigned_to: await assigneeOf(use, { contact, home, askedFor }),
        ...withoutUnknown({ ...named, listing_id: home?.id ?? null }),
        ...(reason && { words: reason }),
        ...(urgent && { urgent }),
        settlesHandOver: turn.channel === 'phone' && !other,
      },
      (task) => (task.phone ?? task.contact) === number,
    );
    if (contact && other) await notePhone(use, contact, other);
    return {
      requested: true,
      at: time,
      ...(other && { phone: readableNumber(other) }),
      ...(isMoved && { moved: true }),
    };
  },
});

/** Returns a short name of a number, which an id may hold. */
function hashed(number: string): string {
  return createHash('sha256').update(number).digest('hex').slice(0, 8);
}
