import { isOfficeOpen } from '#shared/domain/office/opening-hours.ts';
import { taskDueAt } from '#shared/domain/office/task-due.ts';
import { isUrgentMatter } from '#shared/domain/office/urgent-matter.ts';
import { orNull, text } from './arguments.ts';
import { assigneeOf, homeOf } from './assignment.ts';
import { closure } from './closure.ts';
import { openOrChange } from './task-opening.ts';
import { defineTool, withoutUnknown } from './tool.ts';

/** Opens a task for a chat in which somebody wants a person of the office. */
export const passToPerson = defineTool({
  name: 'pass_to_person',
  description:
    'Have a person of the office answer in this chat. Then write one sentence about it. For a call instead, request a callback.',
  writes: true,
  accepts: {
    asked_for: orNull(text('The name of the person they ask for, as they wrote it')),
    reason: orNull(text('What it is about, in one Hebrew sentence')),
    listing_id: orNull(text('The id of the home that it is about; null if it is about none')),
  },
  async use({ asked_for: askedFor, reason, listing_id }, use) {
    const { parts, turn, id } = use;
    const contact = await turn.contact();
    const now = parts.now();
    const settings = await parts.office.settings();
    const home = await homeOf(use, listing_id);
    const urgent = isUrgentMatter(reason ?? undefined);
    await openOrChange(
      { tasks: parts.tasks, turn, useId: id, at: now },
      {
        kind: 'chat_waits',
        subject: 'person',
        contact,
        due_at: taskDueAt(settings, now, urgent),
        assigned_to: await assigneeOf(use, { contact, home, askedFor }),
        ...(urgent && { urgent }),
        words: reason || `ביקשו לדבר עם ${askedFor || 'נציג'}`,
        ...withoutUnknown({ asked_for: askedFor, listing_id: home?.id ?? null }),
      },
      // Each message has an id of its own; a chat waits for one answer.
      ({ channel }) => channel === turn.channel,
    );
    const closed = isOfficeOpen(settings, now) ? {} : closure(settings, 'closed', { at: now, now });
    return { passed: true, ...closed };
  },
});
