import { mapInBatches } from '#shared/batches.ts';
import type { CallLog } from '#shared/domain/calls/call-log.ts';
import { wordsAbout } from '#shared/domain/office/staff-message.ts';
import type { Task } from '#shared/domain/office/task.ts';
import type { HeldFiles } from '#shared/ports/erasure.ts';
import { type DossierParts, readDossier } from './dossier.ts';

/** Parallel reads: the largest file is 2 MB, and all of them are held in one document. */
const READ_AT_ONCE = 4;

/** Returns all data of a contact as one document; `withFiles` adds the files in base64. */
export async function exportContact(
  parts: DossierParts & { readonly files: Pick<HeldFiles, 'read'> },
  contact: string,
  { withFiles, at }: { readonly withFiles: boolean; readonly at: number },
) {
  const dossier = await readDossier(parts, contact);
  const files = await mapInBatches(dossier.files, READ_AT_ONCE, async (file) => ({
    ...file,
    ...(withFiles && {
      base64: Buffer.from(await parts.files.read(file.key)).toString('base64'),
    }),
  }));
  const tasks = dossier.tasks.map((task) => exported(task, dossier.addresses));
  const taskIds = dossier.tasks.map(({ id }) => id);
  const named = { taskIds, addresses: dossier.addresses };
  const tellings = dossier.tellings.map(({ id, way, at: toldAt, state, ...message }) => ({
    ...{ id, way, at: toldAt, state },
    text: wordsAbout({ id, way, at: toldAt, ...message }, named),
  }));
  const calls = dossier.calls.map(withoutStaff);
  return { exported_at: at, ...dossier, calls, tasks, tellings, files };
}

/** Returns a task without the other person who named this contact's number to call, and without that person's words. */
function exported(task: Task, addresses: readonly string[]): Task {
  if (task.contact === undefined || addresses.includes(task.contact)) return task;
  const { contact: _contact, words: _words, ...rest } = task;
  return rest;
}

/** Returns a call without the phones of the office's people, which are not the contact's to have. */
function withoutStaff({ hand_over, ...call }: CallLog) {
  if (!hand_over) return call;
  const { phones: _phones, ...told } = hand_over;
  return { ...call, hand_over: told };
}
