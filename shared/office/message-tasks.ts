import type { Interaction } from '#shared/domain/messages/interaction.ts';
import type { Task } from '#shared/domain/office/task.ts';
import type { Tasks } from '#shared/ports/tasks.ts';

/** The longest words of a task; the whole message is in its row. */
const MAX_WORDS_CHARS = 400;

/**
 * Opens a task that a message brings, once.
 * @throws VendorFailed
 */
export async function openMessageTask(
  tasks: Pick<Tasks, 'open'>,
  { contact, external_sid }: Pick<Interaction, 'external_sid'> & { readonly contact: string },
  { words, ...task }: Pick<Task, 'id' | 'kind' | 'words'>,
): Promise<void> {
  const at = Date.now();
  await tasks.open({
    ...task,
    words: words?.slice(0, MAX_WORDS_CHARS).toWellFormed(),
    contact,
    due_at: at,
    state: 'open',
    channel: 'whatsapp',
    source_sid: external_sid,
    created_at: at,
    updated_at: at,
  });
}
