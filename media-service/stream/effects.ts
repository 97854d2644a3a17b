import { setTimeout as sleep } from 'node:timers/promises';
import type { Effect, Event } from '#media-service/conversation/events.ts';
import type { Conversation } from '#media-service/conversation/state.ts';
import type { UtteranceTranscriber } from '#media-service/hearing/utterance-transcriber.ts';
import type { Mouth } from '#media-service/speaking/mouth.ts';
import type { Pump } from '#media-service/speaking/pump.ts';
import { recordTranscript } from '#shared/calls/call-transcript.ts';
import { intentOf } from '#shared/domain/calls/call-log.ts';
import { turnId } from '#shared/domain/calls/call-turn.ts';
import { log } from '#shared/log.ts';
import type { TaskParts } from '#shared/office/call-tasks.ts';
import type { CallLogs, CallTurns, CallWatches, HeldStream } from '#shared/ports/calls.ts';
import type { Interactions } from '#shared/ports/messages.ts';
import { survive } from '#shared/survival.ts';
import type { CallerAudio } from './caller-audio.ts';
import type { PhoneLine } from './phone-line.ts';
import { promisedTasks } from './promised-tasks.ts';
import type { ReplyRun } from './reply-run.ts';
import { type RefusalStores, spokenRefusals } from './spoken-refusals.ts';
import { measureTurn } from './turn-metrics.ts';
import { createTurnWrites } from './turn-writes.ts';
import type { WriteQueue } from './write-queue.ts';

/** The longest delay that writing the intent may add to closing the stream. */
const INTENT_DEADLINE_MS = 500;
/** How long Twilio may take to ask about a stream that fell back: past it, the watchdog takes the call. */
const FALLBACK_GRACE_MS = 1_500;

/** The stores that effects write to. */
export type EffectStores = RefusalStores &
  TaskParts & {
    readonly calls: Pick<CallLogs, 'intend' | 'transcribe'>;
    readonly turns: Pick<CallTurns, 'insert' | 'update' | 'ofCall'>;
    readonly watches: Pick<CallWatches, 'now' | 'hasten'>;
    readonly interactions: Pick<Interactions, 'reply'>;
  };

/** The collaborators of one stream that effects act on. */
type EffectParts = {
  readonly stores: EffectStores;
  readonly stream: HeldStream;
  readonly line: PhoneLine;
  readonly pump: Pump;
  readonly mouth: Mouth;
  readonly callerAudio: CallerAudio;
  readonly transcriber: UtteranceTranscriber;
  readonly replies: ReplyRun;
  readonly writes: WriteQueue;
  readonly call: AbortController;
  readonly conversation: () => Conversation;
  readonly emit: (event: Event) => void;
  /** Stops the timers of the stream. */
  readonly release: () => void;
  /** Called once everything about the stream is written. */
  readonly onFinished: () => void;
};

type EffectsByType = { [T in Effect['type']]: (effect: Extract<Effect, { type: T }>) => void };

/** Creates the effects of one stream: a function that performs one effect. */
export function createEffects({
  stores,
  stream: { callSid, gen },
  line,
  pump,
  mouth,
  callerAudio,
  transcriber,
  replies,
  writes,
  call,
  conversation,
  emit,
  release,
  onFinished,
}: EffectParts): (effect: Effect) => void {
  const { calls, watches } = stores;
  const turnWrites = createTurnWrites(stores.turns, writes);
  const promised = promisedTasks(stores, callSid, writes);
  const noteRefusal = spokenRefusals(stores, { callSid, gen }, writes);
  let closing: Promise<unknown> = Promise.resolve();

  const effects: EffectsByType = {
    transcribe({ utterance, audio }) {
      transcriber.transcribe(utterance, audio, call.signal).then(
        ({ text, mode }) =>
          emit({ type: 'transcribed', utterance, text: text.trim(), mode, at: Date.now() }),
        (error: unknown) => {
          if (call.signal.aborted) return;
          log.error('utterance.not-understood', error, { callSid, gen, turn: utterance.turn });
          log.count('TurnsFailed', { reason: 'hearing', callSid });
          emit({ type: 'not-transcribed', utterance, at: Date.now() });
        },
      );
    },
    'cut-utterance': () => callerAudio.cut(Date.now()),

    draft: ({ turn, dialogue }) => replies.draft(turn, dialogue),
    'commit-draft': () => replies.commitDraft(),
    reply: ({ turn, dialogue }) => replies.reply(turn, dialogue),
    repeat: ({ turn, text }) => replies.repeat(turn, text),
    'abort-reply': () => replies.abort(),

    say({ turn, phrase }) {
      promised.phraseSaid(turn, phrase);
      mouth.say(turn, phrase);
    },
    fill({ turn, phrase }) {
      log.info('agent.fills', { callSid, gen, turn, phrase });
      mouth.fill(turn, phrase);
    },
    play: ({ audio }) => pump.play(audio),
    mark: ({ name }) => pump.mark(name),
    clear() {
      if (conversation().phase.name === 'paused') log.info('agent.paused', { callSid, gen });
      pump.clear();
      line.clear();
    },

    'open-turn'({ turn, columns }) {
      measureTurn(columns);
      turnWrites.open({ call_sid: callSid, id: turnId(gen, turn), mode: 'live', ...columns });
      noteRefusal(turn, columns.user_text, columns.started_at);
    },
    'update-turn'({ turn, columns }) {
      measureTurn(columns);
      turnWrites.update({ call_sid: callSid, id: turnId(gen, turn), ...columns });
      const { heard_text: heard } = columns;
      if (heard) promised.replyHeard(turn, heard, conversation().dialogue);
    },

    close({ intent, reason }) {
      log.info('stream.closing', { callSid, gen, intent: intentOf(intent), reason });
      if (reason === 'loop') log.count('LoopsEnded', { callSid });
      const written = survive('intent.not-written', calls.intend(callSid, gen, intent));
      const late = sleep(INTENT_DEADLINE_MS, undefined, { ref: false });
      closing = Promise.race([written, late]).then(() => line.close());
      if (intent !== 'fallback') return;
      const deadlineAt = watches.now() + FALLBACK_GRACE_MS;
      void survive('watch.not-hastened', watches.hasten(callSid, gen, deadlineAt));
    },
    finish() {
      release();
      pump.clear();
      call.abort();
      callerAudio.keepUnfinished(conversation().nextTurn, Date.now());
      const isWritten = transcriber.settled().then(() => {
        turnWrites.retry();
        writes.write(() => recordTranscript(stores, callSid));
        return writes.settled();
      });
      void Promise.all([isWritten, closing]).then(onFinished);
    },
  };

  return <T extends Effect['type']>(effect: Extract<Effect, { type: T }>) =>
    (effects[effect.type] as (effect: Extract<Effect, { type: T }>) => void)(effect);
}
