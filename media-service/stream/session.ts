import type { Event } from '#media-service/conversation/events.ts';
import { createEchoGate } from '#media-service/hearing/echo-gate.ts';
import {
  createUtteranceTranscriber,
  type UtteranceTranscriberParts,
} from '#media-service/hearing/utterance-transcriber.ts';
import type { VoiceDetector } from '#media-service/hearing/voice-detector.ts';
import { createMouth, type MouthParts } from '#media-service/speaking/mouth.ts';
import { createPump } from '#media-service/speaking/pump.ts';
import { createThinking, type ThinkingParts } from '#media-service/thinking/thinking.ts';
import { log } from '#shared/log.ts';
import type { HeldStream } from '#shared/ports/calls.ts';
import { type AttachmentParts, attachStream } from './attachment.ts';
import { createCallerAudio } from './caller-audio.ts';
import { createEffects, type EffectStores } from './effects.ts';
import { createEventLoop, type EventLoop } from './event-loop.ts';
import { watchFrames } from './frames-watch.ts';
import type { PhoneLine, PhoneLineListener } from './phone-line.ts';
import { createReplyRun } from './reply-run.ts';
import { createWriteQueue } from './write-queue.ts';

/** The vendors, stores and settings that all sessions share. */
export type SessionParts = UtteranceTranscriberParts &
  ThinkingParts &
  MouthParts &
  EffectStores &
  AttachmentParts & {
    /** Creates the voice detector of one stream. */
    readonly voiceDetector: () => VoiceDetector;
  };

/** One live stream. */
export interface Session extends PhoneLineListener {
  /** Moves the call to another task, at its next pause. */
  move(): void;
  /** Settles when everything about the stream is written. */
  readonly finished: Promise<void>;
}

/** Holds the conversation on one stream: the line's events go through the event loop, its effects to the collaborators. */
export function openSession(parts: SessionParts, stream: HeldStream, line: PhoneLine): Session {
  const { callSid, gen } = stream;
  const call = new AbortController();
  const finished = Promise.withResolvers<void>();
  const emit = (event: Event) => loop.dispatch(event);

  const gate = createEchoGate(parts.voiceDetector());
  const pump = createPump(line, gate);
  const mouth = createMouth(parts, pump, emit);
  const writes = createWriteQueue(callSid);
  const transcriber = createUtteranceTranscriber(parts, stream, { writes, signal: call.signal });
  const thinking = createThinking(parts, stream, emit);
  const replies = createReplyRun({ thinking, mouth, emit }, stream, call.signal);
  const callerAudio = createCallerAudio(
    { isVoice: gate.isVoice, transcriber, thinking, speculates: parts.speculates },
    emit,
  );

  const loop: EventLoop = createEventLoop(
    createEffects({
      stores: parts,
      stream,
      line,
      pump,
      mouth,
      callerAudio,
      transcriber,
      replies,
      writes,
      call,
      conversation: () => loop.conversation,
      emit,
      release() {
        attachment[Symbol.dispose]();
        frames[Symbol.dispose]();
      },
      onFinished: () => finished.resolve(),
    }),
  );

  thinking.prepare();
  const frames = watchFrames(() => {
    log.warn('stream.frames-stopped', { callSid, gen });
    emit({ type: 'frames-stopped', at: Date.now() });
  });
  const attachment = attachStream(parts, stream, { line, loop });

  return {
    frameArrived(frame) {
      attachment.frameArrived();
      frames.frameArrived();
      const at = Date.now();
      callerAudio.hear(frame, at);
      if (loop.isOpen) emit({ type: 'clock-ticked', at });
    },
    keyPressed(digit) {
      const officeAnswers = parts.officeAnswers();
      emit({ type: 'key-pressed', digit, officeAnswers, at: Date.now() });
    },
    markReached: (name) => emit({ type: 'mark-reached', name, at: Date.now() }),
    stopped: () => emit({ type: 'stream-stopped', at: Date.now() }),
    move: () => emit({ type: 'task-stopping', at: Date.now() }),
    finished: finished.promise,
  };
}
