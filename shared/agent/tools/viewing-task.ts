import { momentInWords } from '#shared/domain/office/moment-words.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import { survive } from '#shared/survival.ts';
import type { ToolUse } from './tool.ts';

/** Tells the office, by a task, that a contact has cancelled a viewing. */
export function tellOfficeOfCancellation(use: ToolUse, viewing: Viewing): Promise<void> {
  return open(use, viewing, `הלקוח ביטל את הביקור: ${momentInWords(viewing.at)}.`);
}

/** Tells the office, by a task, that a contact has moved a viewing. */
export function tellOfficeOfMove(
  use: ToolUse,
  booked: Viewing,
  moved: readonly Viewing[],
): Promise<void> {
  const before = moved.map(({ at }) => momentInWords(at)).join('; ');
  const words = `הלקוח הזיז את הביקור: ${momentInWords(booked.at)}, במקום ${before}.`;
  return open(use, booked, words);
}

async function open({ parts, turn, id }: ToolUse, viewing: Viewing, words: string): Promise<void> {
  const { contact, name, listing_id, broker_id } = viewing;
  const now = parts.now();
  const opened = parts.tasks.open({
    id: `viewing-${id}`,
    kind: 'viewing',
    contact,
    name,
    words,
    listing_id,
    due_at: now,
    assigned_to: broker_id,
    told_by_invitation: true,
    state: 'open',
    channel: turn.channel,
    source_sid: turn.id.split('-')[0],
    created_at: now,
    updated_at: now,
  });
  await survive('viewing.task-not-opened', opened);
}
