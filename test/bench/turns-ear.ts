import { silenceToCommitMs } from '#media-service/conversation/turn-end.ts';
import { createEar } from '#media-service/hearing/ear.ts';
import { openSilero } from '#media-service/hearing/vad/silero-detector.ts';

/** A change that the product's ear finds in a frame. */
export type Noticed =
  | { readonly type: 'started' }
  /** A pause; `silenceMs` is the silence that the ear needed to be sure. */
  | { readonly type: 'paused'; readonly audio: Uint8Array; readonly silenceMs: number };

/** The product's ear on one stream. */
export type BenchEar = { hear(frame: Uint8Array): readonly Noticed[] };

/** Loads the product's ear; no bench knows more of its voice detection and endpointing than this. */
export async function loadEar(): Promise<() => BenchEar> {
  const openStream = await openSilero();
  return () => {
    const ear = createEar(openStream(), () => {});
    return {
      hear: (frame) =>
        ear.hear(frame).flatMap((heard): Noticed[] => {
          if (heard.type === 'speech-started') return [{ type: 'started' }];
          if (heard.type !== 'speech-paused') return [];
          const { audio, silenceMs } = heard;
          return [{ type: 'paused', audio, silenceMs }];
        }),
    };
  };
}

/** A pause that the product's ear found: its frame, and the silence by then, as the ear counts it. */
export type Pause = { readonly frame: number; readonly silenceMs: number };

/** Returns the pauses in an utterance. */
export function pausesIn(ear: BenchEar, said: readonly Uint8Array[]): Pause[] {
  return said.flatMap((frame, index) =>
    ear
      .hear(frame)
      .flatMap((noticed) =>
        noticed.type === 'paused' ? [{ frame: index, silenceMs: noticed.silenceMs }] : [],
      ),
  );
}

/** Returns how many milliseconds after a pause the product commits the turn, by its words and the agent's question. */
export function commitAfterMs({ silenceMs }: Pause, text: string, asked?: string): number {
  return Math.max(0, silenceToCommitMs(text, asked) - silenceMs);
}
