import type { Event } from '#media-service/conversation/events.ts';
import type { Mouth } from '#media-service/speaking/mouth.ts';
import type { Thinking } from '#media-service/thinking/thinking.ts';
import { sentences } from '#shared/agent/sentences.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import { log } from '#shared/log.ts';
import type { HeldStream } from '#shared/ports/calls.ts';

type ReplyRunParts = {
  readonly thinking: Pick<Thinking, 'reply'>;
  readonly mouth: Pick<Mouth, 'speak'>;
  readonly emit: (event: Event) => void;
};

/** Generates and speaks the replies of one stream, one at a time; a failure is emitted as an event. */
export interface ReplyRun {
  reply(turn: number, dialogue: readonly Line[]): void;
  /** Generates a reply that stays silent and uses no tool until it is committed. */
  draft(turn: number, dialogue: readonly Line[]): void;
  commitDraft(): void;
  /** Speaks a text that an earlier stream generated. */
  repeat(turn: number, text: string): void;
  /** Aborts the reply or draft that is under way; its failure is not emitted. */
  abort(): void;
}

/** Creates the runner of one stream's replies; it works until the signal is aborted. */
export function createReplyRun(
  { thinking, mouth, emit }: ReplyRunParts,
  { callSid, gen }: HeldStream,
  call: AbortSignal,
): ReplyRun {
  let current = new AbortController();
  let commitDraft: (() => void) | undefined;

  const speak = (
    turn: number,
    sentencesOf: (signal: AbortSignal) => AsyncIterable<string>,
    allowed: Promise<void> = Promise.resolve(),
  ) => {
    current = new AbortController();
    const signal = AbortSignal.any([current.signal, call]);
    const speech = { sentences: sentencesOf(signal), allowed };
    mouth.speak(turn, speech, signal).catch((error: unknown) => {
      if (signal.aborted) return;
      log.error('turn.failed', error, { callSid, gen, turn });
      log.count('TurnsFailed', { reason: 'answering', callSid });
      emit({ type: 'reply-failed', turn, at: Date.now() });
    });
  };

  const reply = (turn: number, dialogue: readonly Line[], allowed = Promise.resolve()) =>
    speak(turn, (signal) => thinking.reply({ turn, dialogue, allowed }, signal), allowed);

  return {
    reply: (turn, dialogue) => reply(turn, dialogue),
    draft(turn, dialogue) {
      const { promise, resolve } = Promise.withResolvers<void>();
      commitDraft = resolve;
      reply(turn, dialogue, promise);
    },
    commitDraft: () => commitDraft?.(),
    repeat: (turn, text) => speak(turn, () => sentences(only(text))),
    abort: () => current.abort(),
  };
}

async function* only(text: string) {
  yield text;
}
