import { setTimeout as sleep } from 'node:timers/promises';
import { sentences } from '#shared/agent/sentences.ts';
import { toDialogue, turnId } from '#shared/domain/call-turn.ts';
import { NO_MEDIA_TIMEOUT_MS } from '#shared/domain/call-watch.ts';
import { log } from '#shared/log.ts';
import type {
  Brain,
  CallLogs,
  CallTurns,
  CallWatches,
  Interactions,
  Transcriber,
  Voice,
} from '#shared/ports.ts';
import { recordTranscript } from '#shared/record-transcript.ts';
import { survive } from '#shared/survive.ts';
import type { Effect, Event } from './conversation/events.ts';
import { unopened } from './conversation/state.ts';
import { step } from './conversation/step.ts';
import { createEar } from './ear.ts';
import { type Heartbeat, startHeartbeat } from './heartbeat.ts';
import type { HeldStream } from './held-stream.ts';
import { createLedger } from './ledger.ts';
import type { Listener, PhoneLine } from './phone-line.ts';
import type { Phrases } from './phrases.ts';
import { createPump } from './pump.ts';
import type { VoiceDetector } from './voice-detector.ts';
import { toWav } from './wav.ts';

/** How long writing down what becomes of the call may hold up closing the stream that asks for it. */
const INTENT_DEADLINE_MS = 500;
/** How long a stream that lost its call stays mute: the one who took the call ends it sooner. */
const MUTE_MS = 5_000;

/** Who listens, thinks, speaks and writes for every session. */
export type SessionParts = {
  readonly transcriber: Transcriber;
  readonly brain: Brain;
  readonly voice: Voice;
  readonly calls: CallLogs;
  readonly turns: CallTurns;
  readonly watches: CallWatches;
  readonly interactions: Interactions;
  readonly voiceDetector: () => VoiceDetector;
  readonly phrases: Phrases;
  readonly maxCallMs: number;
  /** Whether there is a number to hand callers over to. */
  readonly officeAnswers: boolean;
};

/** One live stream: what its phone line tells, and what the task may ask of it. */
export interface Session extends Listener {
  /** Moves the call to another task. */
  move(): void;
  /** Settles when everything about the stream is written. */
  readonly finished: Promise<void>;
}

/** Holds the conversation on one stream: feeds it events, carries out its effects, writes it down. */
export function openSession(parts: SessionParts, stream: HeldStream, line: PhoneLine): Session {
  const { callSid, gen, streamSid } = stream;
  const { calls, turns, watches } = parts;
  const hear = createEar(parts.voiceDetector());
  const pump = createPump(line);
  const over = Promise.withResolvers<void>();
  const call = new AbortController();
  let reply = new AbortController();
  let conversation = unopened;
  let heartbeat: Heartbeat | undefined;
  /** Events that came before the call was ours. */
  let early: Event[] | undefined = [];
  const ledger = createLedger(callSid);
  let closing: Promise<unknown> = Promise.resolve();

  const waiting: Event[] = [];
  let isStepping = false;

  /** Steps through events one at a time, also those that an effect causes at once. */
  const tell = (event: Event) => {
    if (early && event.type !== 'stream-stopped') return void early.push(event);
    waiting.push(event);
    if (isStepping) return;
    isStepping = true;
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [stepped, ...effects] = step(conversation, next);
        conversation = stepped;
        for (const effect of effects) perform(effect);
      }
    } finally {
      isStepping = false;
    }
  };

  /** Runs work for a turn; its failure is an event, unless nobody waits for it any more. */
  const attempt = (turn: number, signal: AbortSignal, work: () => Promise<void>) => {
    work().catch((error: unknown) => {
      if (signal.aborted) return;
      log.error('turn.failed', error, { callSid, gen, turn });
      tell({ type: 'failed', turn, at: Date.now() });
    });
  };

  const speak = (turn: number, words: (signal: AbortSignal) => AsyncIterable<string>) => {
    reply = new AbortController();
    const signal = AbortSignal.any([reply.signal, call.signal]);
    attempt(turn, signal, async () => {
      const announced = announce(words(signal), (text) =>
        tell({ type: 'sentence-ready', turn, text, at: Date.now() }),
      );
      for await (const audio of parts.voice.speak(announced, signal)) {
        if (signal.aborted) return;
        tell({ type: 'audio-arrived', turn, audio, at: Date.now() });
      }
      tell({ type: 'audio-finished', turn, at: Date.now() });
    });
  };

  const effects: { [T in Effect['type']]: (effect: Extract<Effect, { type: T }>) => void } = {
    transcribe({ utterance, audio }) {
      attempt(utterance.turn, call.signal, async () => {
        const text = await parts.transcriber.transcribe(toWav(audio), call.signal);
        tell({ type: 'transcribed', utterance, text: text.trim(), at: Date.now() });
      });
    },
    reply: ({ turn, dialogue }) =>
      speak(turn, (signal) => sentences(parts.brain.reply(dialogue, signal))),
    say({ turn, phrase }) {
      const isAlone = phrase === 'handing_over' && !parts.officeAnswers;
      const { text, audio } = parts.phrases[isAlone ? 'no_human' : phrase];
      const at = Date.now();
      tell({ type: 'sentence-ready', turn, text, at });
      tell({ type: 'audio-arrived', turn, audio, at });
      tell({ type: 'audio-finished', turn, at });
    },
    play: ({ audio }) => pump.play(audio),
    mark: ({ name }) => pump.mark(name),
    clear() {
      if (conversation.phase.name === 'paused') log.info('agent.paused', { callSid, gen });
      pump.clear();
      line.clear();
    },
    'abort-reply': () => reply.abort(),
    'open-turn': ({ turn, columns }) =>
      ledger.write(() =>
        turns.insert({ call_sid: callSid, id: turnId(gen, turn), mode: 'live', ...columns }),
      ),
    'update-turn': ({ turn, columns }) =>
      ledger.write(() => turns.update({ call_sid: callSid, id: turnId(gen, turn), ...columns })),
    close({ intent }) {
      log.info('stream.closing', { callSid, gen, intent });
      const written = survive('intent.not-written', calls.intend(callSid, gen, intent));
      const late = sleep(INTENT_DEADLINE_MS, undefined, { ref: false });
      closing = Promise.race([written, late]).then(() => line.close());
    },
    finish() {
      heartbeat?.[Symbol.dispose]();
      pump.clear();
      call.abort();
      ledger.write(() => recordTranscript(parts, callSid));
      void Promise.all([ledger.settled(), closing]).then(() => over.resolve());
    },
  };

  const perform = <T extends Effect['type']>(effect: Extract<Effect, { type: T }>) =>
    (effects[effect.type] as (effect: Extract<Effect, { type: T }>) => void)(effect);

  const lose = () => {
    log.warn('stream.lost-its-call', { callSid, gen });
    tell({ type: 'stream-stopped', at: Date.now() });
    setTimeout(() => line.close(), MUTE_MS).unref();
  };

  /** Takes the call, if its generation still stands; a store that is down must not cost the caller the line. */
  const attach = async () => {
    const isOurs = await survive('call.not-attached', calls.attach(stream, Date.now()));
    if (isOurs === false) {
      log.warn('stream.not-ours', { callSid, gen });
      tell({ type: 'stream-stopped', at: Date.now() });
      return line.close();
    }
    log.info('stream.attached', { callSid, gen, streamSid });
    if (conversation.phase.name === 'ended') return;
    heartbeat = startHeartbeat({ watches, calls }, stream, lose);
    const deadlineAt = Date.now() + NO_MEDIA_TIMEOUT_MS;
    void survive('watch.not-attached', watches.attach(callSid, gen, deadlineAt));
    const isResumed = gen > 1;
    const spoken = isResumed ? await survive('turns.not-read', turns.ofCall(callSid)) : [];
    const held = early ?? [];
    early = undefined;
    tell({
      type: 'attached',
      isResumed,
      dialogue: toDialogue(spoken ?? []),
      maxCallMs: parts.maxCallMs,
      at: Date.now(),
    });
    for (const event of held) tell(event);
  };
  void attach();

  return {
    frameArrived(frame) {
      heartbeat?.frameArrived();
      const at = Date.now();
      for (const noticed of hear(frame)) tell({ ...noticed, at });
      if (!early) tell({ type: 'clock-ticked', at });
    },
    keyPressed: (digit) => tell({ type: 'key-pressed', digit, at: Date.now() }),
    markReached: (name) => tell({ type: 'mark-reached', name, at: Date.now() }),
    stopped: () => tell({ type: 'stream-stopped', at: Date.now() }),
    move: () => tell({ type: 'task-stopping', at: Date.now() }),
    finished: over.promise,
  };
}

async function* announce(source: AsyncIterable<string>, tell: (text: string) => void) {
  for await (const text of source) {
    tell(text);
    yield text;
  }
}
