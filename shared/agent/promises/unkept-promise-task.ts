import type { Task } from '#shared/domain/office/task.ts';
import type { UnkeptSentence } from './unkept-sentences.ts';

/** The longest quotation of a promise. */
const MAX_SENTENCE_CHARS = 300;

/** Returns the part of a task for a promise that no tool kept. A call or a message has one of each kind. */
export function unkeptPromiseTask(
  sourceSid: string,
  { kind, sentence }: UnkeptSentence,
): Pick<Task, 'id' | 'words'> & { readonly kind: 'promise' } {
  const said = sentence.slice(0, MAX_SENTENCE_CHARS).toWellFormed();
  const words = `נאמר להם, ואף כלי לא עשה זאת: ${said}`;
  return { id: `${sourceSid}-promise-${kind}`, kind: 'promise', words };
}
