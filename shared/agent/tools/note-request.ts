import { isCallable } from '#shared/domain/office/contact.ts';
import { dictatedNumber, readableNumber } from '#shared/domain/office/dictated-number.ts';
import { taskDueAt } from '#shared/domain/office/task-due.ts';
import { joinedWords } from '#shared/domain/office/task-words.ts';
import { isUrgentMatter } from '#shared/domain/office/urgent-matter.ts';
import { oneOf, orNull, text, yesOrNo } from './arguments.ts';
import { assigneeOf } from './assignment.ts';
import { notePhone } from './further-phone.ts';
import { openOrChange } from './task-opening.ts';
import { defineTool, type Refused, withoutUnknown } from './tool.ts';

/** Opens a task for a matter that a person of the office must see to. */
export const noteRequest = defineTool({
  name: 'note_request',
  description:
    'Give a matter to the people of the office, who see to it: a defect in a flat that the office manages, a complaint, another broker who wants to cooperate, or anything else that is neither a search nor a callback.',
  writes: true,
  accepts: {
    kind: oneOf(['maintenance', 'complaint', 'cooperation', 'other'], 'The kind of the matter'),
    urgent: yesOrNo('Whether it cannot wait: water, gas, electricity, danger, a locked door'),
    words: text('The matter in one Hebrew sentence, with the address of a defect'),
    name: orNull(text('As the caller said it')),
    phone: orNull(
      text('Digits of another number to call, as dictated; null for the number they call from'),
    ),
  },
  async use({ kind, words, name, phone, ...told }, use) {
    const { parts, turn, id } = use;
    if (!words) return NOTHING;
    const contact = await turn.contact();
    const dictated = phone ? dictatedNumber(phone) : undefined;
    if (phone && !dictated) return { noted: false, reason: 'unclear_number' };
    const { tasks } = parts;
    const now = parts.now();
    const sourceSid = turn.id.split('-')[0];
    const before = await tasks.find(`${sourceSid}-${kind}`);
    // A model that forgets the urgency does not lose it.
    const urgent = told.urgent || isUrgentMatter(words);
    const other = dictated === contact ? undefined : dictated;
    await openOrChange(
      { tasks, turn, useId: id, at: now },
      {
        kind,
        subject: kind,
        settlesHandOver: turn.channel === 'phone',
        contact,
        due_at: taskDueAt(await parts.office.settings(), now, urgent),
        assigned_to: await assigneeOf(use, { contact }),
        words: joinedWords(before?.state === 'open' ? before.words : undefined, words),
        ...withoutUnknown({ name, phone: other ?? null }),
        ...(urgent && { urgent }),
      },
      // Each message has an id of its own; those of an hour are about one matter.
      (task) => turn.channel === task.channel && now - task.created_at < ONE_MATTER_MS,
    );
    if (contact && other) await notePhone(use, contact, other);
    const isReachable = dictated ?? before?.phone ?? (contact && isCallable(contact));
    return {
      noted: true,
      ...(other && { phone: readableNumber(other) }),
      ...(!isReachable && { missing: 'a number to call: ask for one, and note again with it' }),
    };
  },
});

/** Messages within this time go on about the matter before. */
const ONE_MATTER_MS = 3_600_000;

const NOTHING: Refused = { error: 'The matter is missing. Note it again in one sentence.' };
