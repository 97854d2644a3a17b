import type { PhraseName } from '#media-service/speaking/phrases.ts';
import { toolsDone } from '#shared/agent/dialogue/tool-notes.ts';
import { unkeptPromiseTask } from '#shared/agent/promises/unkept-promise-task.ts';
import { unkeptSentences } from '#shared/agent/promises/unkept-sentences.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import { handOverTaskId } from '#shared/domain/office/task.ts';
import { type CallTask, type CallTaskParts, openCallTask } from '#shared/office/call-tasks.ts';
import { promisedTexts } from '#shared/office/promised-texts.ts';
import type { WriteQueue } from './write-queue.ts';

/** The words of the tasks of phrases; the other phrases with a promise are kept by what follows them. */
const PHRASE_WORDS: Readonly<Partial<Record<PhraseName, string>>> = {
  silence_goodbye: 'השיחה נגמרה בשתיקה, ונאמר להם שנחזור אליהם',
  time_is_up: 'זמן השיחה נגמר, ונאמר להם שסוכן יחזור אליהם',
  no_human: 'ביקשו לדבר עם נציג, ולא היה מי שיענה',
};

/** Opens the tasks of what the agent promises on one stream. */
export interface PromisedTasks {
  /** Opens the task of a recorded phrase that promises something, as soon as it begins. */
  phraseSaid(turn: number, phrase: PhraseName): void;
  /** Opens a task for each kind of deed that the caller heard of and no tool did. */
  replyHeard(turn: number, heard: string, dialogue: readonly Line[]): void;
}

/** Creates the promised tasks of one stream. Their writes are repeated while the store is away. */
export function promisedTasks(
  stores: CallTaskParts,
  callSid: string,
  writes: Pick<WriteQueue, 'write'>,
): PromisedTasks {
  const ofPhrases = new Set<number>();
  const opened = new Set<string>();

  const open = (task: Omit<CallTask, 'at'>) => {
    if (opened.has(task.id)) return;
    opened.add(task.id);
    const at = Date.now();
    writes.write(() => openCallTask(stores, callSid, { ...task, at }));
  };

  return {
    phraseSaid(turn, phrase) {
      ofPhrases.add(turn);
      const words = PHRASE_WORDS[phrase];
      if (!words || !isPromised(phrase)) return;
      // A call says each of them once, also if it moves to another stream meanwhile.
      const id = phrase === 'no_human' ? handOverTaskId(callSid) : `${callSid}-${phrase}`;
      open({ id, kind: promisedTexts.phrases[phrase], words });
    },
    replyHeard(turn, heard, dialogue) {
      if (ofPhrases.has(turn)) return;
      const done = toolsDone(dialogue.flatMap(({ notes = [] }) => notes));
      for (const unkept of unkeptSentences(heard, done)) open(unkeptPromiseTask(callSid, unkept));
    },
  };
}

function isPromised(phrase: PhraseName): phrase is keyof typeof promisedTexts.phrases {
  return phrase in promisedTexts.phrases;
}
