import { setTimeout as sleep } from 'node:timers/promises';
import { MEANT_VOICED_MS } from '#media-service/conversation/committing.ts';
import type { Effect, Event } from '#media-service/conversation/events.ts';
import { createEar, type Heard } from '#media-service/hearing/ear.ts';
import { createEchoGate } from '#media-service/hearing/echo-gate.ts';
import {
  NOISE_VOICED_MS,
  PAUSE_SILENCE_MS,
  TURN_SILENCE_MS,
} from '#media-service/hearing/endpointing.ts';
import { createUnderstanding } from '#media-service/hearing/understanding.ts';
import type { VoiceDetector } from '#media-service/hearing/voice-detector.ts';
import { createMouth } from '#media-service/speaking/mouth.ts';
import type { Phrases } from '#media-service/speaking/phrases.ts';
import { createPump } from '#media-service/speaking/pump.ts';
import { createThinking, type ThinkingParts } from '#media-service/thinking/thinking.ts';
import { sentences } from '#shared/agent/sentences.ts';
import type { Reading } from '#shared/agent/spoken/spoken-sentence.ts';
import { recordTranscript } from '#shared/calls/call-transcript.ts';
import { toDialogue, toUnheard, turnId } from '#shared/domain/calls/call-turn.ts';
import { NO_MEDIA_TIMEOUT_MS } from '#shared/domain/calls/call-watch.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import { log } from '#shared/log.ts';
import type {
  CallLogs,
  CallTurns,
  CallWatches,
  HeldStream,
  Recordings,
} from '#shared/ports/calls.ts';
import type { Interactions } from '#shared/ports/messages.ts';
import type { LiveTranscriber, Transcriber, Voice } from '#shared/ports/speech.ts';
import { survive } from '#shared/survival.ts';
import { createStepping } from './event-loop.ts';
import { type FramesWatch, watchFrames } from './frames-watch.ts';
import { type Heartbeat, startHeartbeat } from './heartbeat.ts';
import type { Listener, PhoneLine } from './phone-line.ts';
import { measureTurn } from './turn-metrics.ts';
import { createWriteQueue } from './write-queue.ts';

/** How long writing down what becomes of the call may hold up closing the stream that asks for it. */
const INTENT_DEADLINE_MS = 500;
/** How long Twilio may take to ask about a stream that was given up: past it, the network has parted and the watchdog takes the call. */
const GIVEN_UP_GRACE_MS = 1_500;
/** How long a stream that lost its call stays mute: the one who took the call ends it sooner. */
const MUTE_MS = 5_000;

/** Who listens, thinks, speaks and writes for every session. */
export type SessionParts = ThinkingParts & {
  readonly transcriber: Transcriber;
  readonly liveTranscriber: LiveTranscriber;
  readonly voice: Voice;
  readonly calls: CallLogs;
  readonly turns: CallTurns;
  readonly watches: CallWatches;
  readonly interactions: Interactions;
  readonly recordings: Pick<Recordings, 'put'>;
  readonly voiceDetector: () => VoiceDetector;
  readonly phrases: Phrases;
  /** How names are read. */
  readonly reading: Reading;
  readonly maxCallMs: number;
  /** Whether answers are thought of before a turn is certain to be over. */
  readonly speculates: boolean;
};

/** One live stream: what its phone line tells, and what the task may ask of it. */
export interface Session extends Listener {
  /** Moves the call to another task, at its next pause. */
  move(): void;
  /** Settles when everything about the stream is written. */
  readonly finished: Promise<void>;
}

/** Holds the conversation on one stream: feeds it events, carries out its effects, writes it down. */
export function openSession(parts: SessionParts, stream: HeldStream, line: PhoneLine): Session {
  const { callSid, gen, streamSid } = stream;
  const { calls, turns, watches } = parts;
  const gate = createEchoGate(parts.voiceDetector());
  const pump = createPump(line, gate);
  const over = Promise.withResolvers<void>();
  const call = new AbortController();
  let reply = new AbortController();
  let commitDraft: (() => void) | undefined;
  let heartbeat: Heartbeat | undefined;
  const writes = createWriteQueue(callSid);
  const understanding = createUnderstanding(parts, stream, { writes, signal: call.signal });
  const pauseMs = parts.speculates ? PAUSE_SILENCE_MS : TURN_SILENCE_MS;
  const ear = createEar(gate.isVoice, understanding.hear, pauseMs);
  let closing: Promise<unknown> = Promise.resolve();

  const tell = (event: Event) => stepping.tell(event);
  const mouth = createMouth({ ...parts, pump }, tell);
  const thinking = createThinking(parts, stream, tell);
  thinking.prepare();

  /** Has an utterance put into words from the moment on in which it is over, whatever the conversation is about to do. */
  const overheard = (noticed: Heard, at: number): Event => {
    if (noticed.type === 'speech-started') thinking.prepare();
    if (noticed.type === 'speech-paused') {
      if (noticed.voicedMs < NOISE_VOICED_MS) understanding.forget();
      else understanding.over(noticed.audio);
    }
    return { ...noticed, at };
  };

  /** Runs work for a turn; its failure is an event, unless nobody waits for it any more. */
  const attempt = (turn: number, signal: AbortSignal, work: () => Promise<void>) => {
    work().catch((error: unknown) => {
      if (signal.aborted) return;
      log.error('turn.failed', error, { callSid, gen, turn });
      tell({ type: 'failed', turn, at: Date.now() });
    });
  };

  const speak = (
    turn: number,
    sentencesOf: (signal: AbortSignal) => AsyncIterable<string>,
    allowed: Promise<void> = Promise.resolve(),
  ) => {
    reply = new AbortController();
    const signal = AbortSignal.any([reply.signal, call.signal]);
    const speech = { sentences: sentencesOf(signal), allowed };
    attempt(turn, signal, () => mouth.speak(turn, speech, signal));
  };

  const answer = (turn: number, dialogue: readonly Line[], allowed = Promise.resolve()) =>
    speak(turn, (signal) => thinking.answer({ turn, dialogue, allowed }, signal), allowed);

  const effects: { [T in Effect['type']]: (effect: Extract<Effect, { type: T }>) => void } = {
    transcribe({ utterance, audio }) {
      understanding.understand(utterance, audio, call.signal).then(
        ({ text, mode }) =>
          tell({ type: 'transcribed', utterance, text: text.trim(), mode, at: Date.now() }),
        (error: unknown) => {
          if (call.signal.aborted) return;
          log.error('utterance.not-understood', error, { callSid, gen, turn: utterance.turn });
          tell({ type: 'not-transcribed', utterance, at: Date.now() });
        },
      );
    },
    draft({ turn, dialogue }) {
      const { promise, resolve } = Promise.withResolvers<void>();
      commitDraft = resolve;
      answer(turn, dialogue, promise);
    },
    'commit-draft': () => commitDraft?.(),
    reply: ({ turn, dialogue }) => answer(turn, dialogue),
    say({ turn, phrase }) {
      const isAlone = phrase === 'handing_over' && !parts.officeAnswers;
      mouth.say(turn, isAlone ? 'no_human' : phrase);
    },
    repeat: ({ turn, text }) => speak(turn, () => sentences(only(text))),
    fill({ turn, phrase }) {
      log.info('agent.fills', { callSid, gen, turn, phrase });
      mouth.fill(turn, phrase);
    },
    'cut-utterance'() {
      tell(overheard(ear.cut(), Date.now()));
    },
    play: ({ audio }) => pump.play(audio),
    mark: ({ name }) => pump.mark(name),
    clear() {
      if (stepping.conversation.phase.name === 'paused') log.info('agent.paused', { callSid, gen });
      pump.clear();
      line.clear();
    },
    'abort-reply': () => reply.abort(),
    'open-turn'({ turn, columns }) {
      measureTurn(columns);
      writes.write(() =>
        turns.insert({ call_sid: callSid, id: turnId(gen, turn), mode: 'live', ...columns }),
      );
    },
    'update-turn'({ turn, columns }) {
      measureTurn(columns);
      writes.write(() => turns.update({ call_sid: callSid, id: turnId(gen, turn), ...columns }));
    },
    close({ intent }) {
      log.info('stream.closing', { callSid, gen, intent });
      const written = survive('intent.not-written', calls.intend(callSid, gen, intent));
      const late = sleep(INTENT_DEADLINE_MS, undefined, { ref: false });
      closing = Promise.race([written, late]).then(() => line.close());
      if (intent !== 'fallback') return;
      const deadlineAt = watches.now() + GIVEN_UP_GRACE_MS;
      void survive('watch.not-hastened', watches.hasten(callSid, gen, deadlineAt));
    },
    finish() {
      heartbeat?.[Symbol.dispose]();
      frames[Symbol.dispose]();
      pump.clear();
      call.abort();
      keepUnfinished();
      const isWritten = understanding.settled().then(() => {
        writes.write(() => recordTranscript(parts, callSid));
        return writes.settled();
      });
      void Promise.all([isWritten, closing]).then(() => over.resolve());
    },
  };

  const stepping = createStepping(
    <T extends Effect['type']>(effect: Extract<Effect, { type: T }>) =>
      (effects[effect.type] as (effect: Extract<Effect, { type: T }>) => void)(effect),
  );

  /** A caller who hangs up in the middle of a sentence has said half of it. */
  const keepUnfinished = () => {
    const { voicedMs, audio } = ear.cut();
    if (voicedMs < MEANT_VOICED_MS) return;
    const { nextTurn: turn } = stepping.conversation;
    const at = Date.now();
    understanding.keep({ turn, speechEndedAt: at, pausedAt: at, voicedMs }, audio);
  };

  const lose = () => {
    log.warn('stream.lost-its-call', { callSid, gen });
    tell({ type: 'stream-stopped', at: Date.now() });
    setTimeout(() => line.close(), MUTE_MS).unref();
  };

  /** Takes the call, if its generation still stands; a store that is down must not cost the caller the line. */
  const attach = async () => {
    const isResumed = gen > 1;
    const reading = isResumed ? survive('turns.not-read', turns.ofCall(callSid)) : undefined;
    const isOurs = await survive('call.not-attached', calls.attach(stream, Date.now()));
    if (isOurs === false) {
      log.warn('stream.not-ours', { callSid, gen });
      tell({ type: 'stream-stopped', at: Date.now() });
      return line.close();
    }
    log.info('stream.attached', { callSid, gen, streamSid });
    if (stepping.conversation.phase.name === 'ended') return;
    heartbeat = startHeartbeat({ watches, calls }, stream, lose);
    const deadlineAt = watches.now() + NO_MEDIA_TIMEOUT_MS;
    void survive('watch.not-attached', watches.attach(callSid, gen, deadlineAt));
    const spoken = (await reading) ?? [];
    stepping.open({
      type: 'attached',
      isResumed,
      dialogue: toDialogue(spoken),
      unheard: toUnheard(spoken),
      maxCallMs: parts.maxCallMs,
      speculates: parts.speculates,
      at: Date.now(),
    });
  };
  const frames: FramesWatch = watchFrames(() => {
    log.warn('stream.frames-stopped', { callSid, gen });
    tell({ type: 'frames-stopped', at: Date.now() });
  });
  void attach();

  return {
    frameArrived(frame) {
      heartbeat?.frameArrived();
      frames.frameArrived();
      const at = Date.now();
      for (const noticed of ear.hear(frame)) tell(overheard(noticed, at));
      if (stepping.isOpen) tell({ type: 'clock-ticked', at });
    },
    keyPressed: (digit) => tell({ type: 'key-pressed', digit, at: Date.now() }),
    markReached: (name) => tell({ type: 'mark-reached', name, at: Date.now() }),
    stopped: () => tell({ type: 'stream-stopped', at: Date.now() }),
    move: () => tell({ type: 'task-stopping', at: Date.now() }),
    finished: over.promise,
  };
}

async function* only(text: string) {
  yield text;
}
