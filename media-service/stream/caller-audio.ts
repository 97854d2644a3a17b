import type { Event } from '#media-service/conversation/events.ts';
import { MEANT_VOICED_MS } from '#media-service/conversation/turn-commit.ts';
import { createEar, type SpeechEvent } from '#media-service/hearing/ear.ts';
import {
  NOISE_VOICED_MS,
  PAUSE_SILENCE_MS,
  TURN_SILENCE_MS,
} from '#media-service/hearing/endpointing.ts';
import type { UtteranceTranscriber } from '#media-service/hearing/utterance-transcriber.ts';
import type { VoiceDetector } from '#media-service/hearing/voice-detector.ts';
import type { Thinking } from '#media-service/thinking/thinking.ts';

type CallerAudioParts = {
  readonly isVoice: VoiceDetector;
  readonly transcriber: UtteranceTranscriber;
  readonly thinking: Pick<Thinking, 'prepare'>;
  /** Whether utterances are transcribed before a turn is certain to be over. */
  readonly speculates: boolean;
};

/** The caller's audio on one stream: finds the utterances in it, and starts their transcription as soon as they end. */
export interface CallerAudio {
  /** Takes a frame, and emits the speech events in it with the moment `at`. */
  hear(frame: Uint8Array, at: number): void;
  /** Ends the utterance that is under way, and emits its end. */
  cut(at: number): void;
  /** Keeps the unfinished utterance of a caller who hung up, as a turn, for a transcription after the call. */
  keepUnfinished(turn: number, at: number): void;
}

/** Creates the caller's audio of one stream. */
export function createCallerAudio(
  { isVoice, transcriber, thinking, speculates }: CallerAudioParts,
  emit: (event: Event) => void,
): CallerAudio {
  const ear = createEar(isVoice, transcriber.hear, speculates ? PAUSE_SILENCE_MS : TURN_SILENCE_MS);

  const emitSpeech = (speech: SpeechEvent, at: number) => {
    if (speech.type === 'speech-started') thinking.prepare();
    if (speech.type === 'speech-paused') {
      if (speech.voicedMs < NOISE_VOICED_MS) transcriber.drop();
      else transcriber.commit(speech.audio);
    }
    emit({ ...speech, at });
  };

  return {
    hear(frame, at) {
      for (const speech of ear.hear(frame)) emitSpeech(speech, at);
    },
    cut: (at) => emitSpeech(ear.cut(), at),
    keepUnfinished(turn, at) {
      const { voicedMs, audio } = ear.cut();
      if (voicedMs < MEANT_VOICED_MS) return;
      transcriber.keep({ turn, speechEndedAt: at, pausedAt: at, voicedMs }, audio);
    },
  };
}
