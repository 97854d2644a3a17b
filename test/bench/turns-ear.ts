import { silenceToCommitMs } from '#media-service/conversation/turn-end.ts';
import { createEar } from '#media-service/hearing/ear.ts';
import { openSilero } from '#media-service/hearing/vad/silero-detector.ts';

/** What the product's own ear makes of a frame. */
export type Noticed =
  | { readonly type: 'started' }
  /** All that was said is there; the silence behind it is what the ear needed to be sure. */
  | { readonly type: 'paused'; readonly audio: Uint8Array; readonly silenceMs: number };

/** The product's ear on one stream. */
export type BenchEar = { hear(frame: Uint8Array): readonly Noticed[] };

/** Loads the product's ear: all that the benches know of how it tells voice from silence, and when a turn is over. */
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

/** A pause that the product's ear found: in which frame, and how much silence there was by then for the ear. */
export type Pause = { readonly frame: number; readonly silenceMs: number };

/** The pauses in what was said. */
export function pausesIn(ear: BenchEar, said: readonly Uint8Array[]): Pause[] {
  return said.flatMap((frame, index) =>
    ear
      .hear(frame)
      .flatMap((noticed) =>
        noticed.type === 'paused' ? [{ frame: index, silenceMs: noticed.silenceMs }] : [],
      ),
  );
}

/** How long after a pause the product waits until the turn is its own, by what was said and asked. */
export function commitAfterMs({ silenceMs }: Pause, text: string, asked?: string): number {
  return Math.max(0, silenceToCommitMs(text, asked) - silenceMs);
}
