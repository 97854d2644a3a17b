import { BYTES_PER_MS, FRAME_BYTES, FRAME_MS, levelDbfs } from '@agent-locator/audio/mulaw.ts';
import { AUDIBLE_DBFS } from './dead-air.ts';
import type { FarEnd, Line } from './line.ts';

/** The conditions that end a recording. */
export type RecordingLimits = {
  /** The silence that ends it; 0 for no such limit. */
  readonly silenceMs: number;
  readonly maxLengthMs: number;
  readonly finishOnKey: string;
};

/** The audio of a recording, and the condition that ended it. */
export type CallerRecording =
  | { readonly endedBy: 'silence' | 'max-length' | 'interruption'; readonly audio: Uint8Array }
  | { readonly endedBy: 'key'; readonly digit: string; readonly audio: Uint8Array };

type Ending =
  | { endedBy: 'silence' | 'max-length' | 'interruption' }
  | { endedBy: 'key'; digit: string };

/** Records the caller until a limit is met or the signal aborts. */
export function recordCaller(
  line: Line,
  limits: RecordingLimits,
  signal: AbortSignal,
): Promise<CallerRecording> {
  const frames: Uint8Array[] = [];
  let silentMs = 0;
  return new Promise((resolve) => {
    function finish(ending: Ending) {
      signal.removeEventListener('abort', interrupt);
      line.disconnect(recorder);
      resolve({ ...ending, audio: Buffer.concat(frames) });
    }
    const interrupt = () => finish({ endedBy: 'interruption' });
    const recorder: FarEnd = {
      excusesSilence: true,
      exchange(said) {
        frames.push(said);
        silentMs = isAudible(said) ? 0 : silentMs + FRAME_MS;
        if (frames.length * FRAME_MS >= limits.maxLengthMs) finish({ endedBy: 'max-length' });
        else if (limits.silenceMs && silentMs >= limits.silenceMs) finish({ endedBy: 'silence' });
        return undefined;
      },
      press(digit) {
        if (limits.finishOnKey.includes(digit)) finish({ endedBy: 'key', digit });
      },
    };
    if (signal.aborted) return interrupt();
    signal.addEventListener('abort', interrupt);
    line.connect(recorder);
  });
}

/** Returns the audio without the silence before the first sound and after the last. */
export function trimSilence(audio: Uint8Array): Uint8Array {
  const frames = Array.from({ length: audio.length / FRAME_BYTES }, (_, i) =>
    audio.subarray(i * FRAME_BYTES, (i + 1) * FRAME_BYTES),
  );
  const first = frames.findIndex(isAudible);
  const last = frames.findLastIndex(isAudible);
  return first < 0
    ? new Uint8Array()
    : audio.subarray(first * FRAME_BYTES, (last + 1) * FRAME_MS * BYTES_PER_MS);
}

function isAudible(frame: Uint8Array): boolean {
  return levelDbfs(frame) > AUDIBLE_DBFS;
}
