import { createEar } from '#media-service/ear.ts';
import { FRAME_BYTES } from '#media-service/mulaw.ts';
import { openSilero } from '#media-service/vad/silero-detector.ts';

/** What the product's own ear makes of a frame: that somebody began to speak, or has said something. */
export type Noticed =
  | { readonly type: 'started' }
  | { readonly type: 'ended'; readonly utterance: Uint8Array };

/** The product's ear on one stream. */
export type BenchEar = { hear(frame: Uint8Array): readonly Noticed[] };

/** Loads the product's ear: all that the benches know of how it tells voice from silence, and where speech ends. */
export async function loadEar(): Promise<() => BenchEar> {
  const openStream = await openSilero();
  return () => {
    const ear = createEar(openStream(), () => {});
    return {
      hear: (frame) =>
        ear.hear(frame).flatMap((heard): Noticed[] => {
          if (heard.type === 'speech-started') return [{ type: 'started' }];
          if (heard.type !== 'speech-paused') return [];
          return [{ type: 'ended', utterance: heard.audio }];
        }),
    };
  };
}

/** The frames in which the product's ear finds that something was said to its end. */
export function framesOfEnds(ear: BenchEar, said: readonly Uint8Array[]): number[] {
  return said.flatMap((frame, index) =>
    ear.hear(whole(frame)).some(({ type }) => type === 'ended') ? [index] : [],
  );
}

function whole(frame: Uint8Array): Uint8Array {
  if (frame.length !== FRAME_BYTES) throw new Error('A caller speaks in whole frames.');
  return frame;
}
