import type { Interaction } from '#shared/domain/messages/interaction.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { isUrgentMatter } from '#shared/domain/office/urgent-matter.ts';
import type { TaskParts } from './call-tasks.ts';
import { taskTerms } from './task-terms.ts';

/** The longest words of a task; the whole message is in its row. */
const MAX_WORDS_CHARS = 400;

/**
 * Opens a task that a message brings, once.
 * @throws VendorFailed
 */
export async function openMessageTask(
  parts: TaskParts,
  { contact, external_sid }: Pick<Interaction, 'external_sid'> & { readonly contact: string },
  { words, ...task }: Pick<Task, 'id' | 'kind' | 'words'>,
): Promise<void> {
  const at = Date.now();
  const isUrgent = isUrgentMatter(words);
  await parts.tasks.open({
    ...task,
    ...(await taskTerms(parts, { contact, at, isUrgent })),
    ...(isUrgent && { urgent: true }),
    words: words?.slice(0, MAX_WORDS_CHARS).toWellFormed(),
    contact,
    state: 'open',
    channel: 'whatsapp',
    source_sid: external_sid,
    created_at: at,
    updated_at: at,
  });
}
