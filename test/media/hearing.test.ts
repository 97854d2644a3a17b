import {
  FRAME_BYTES,
  FRAME_MS,
  fromPcm16,
  levelDbfs,
  SILENCE,
} from '@agent-locator/audio/mulaw.ts';
import { describe, expect, test } from 'vitest';
import { createEar, type SpeechEvent } from '#media-service/hearing/ear.ts';
import { MAX_UTTERANCE_MS, PAUSE_SILENCE_MS } from '#media-service/hearing/endpointing.ts';
import { energyDetector } from '#media-service/hearing/voice-detector.ts';

const silence = new Uint8Array(FRAME_BYTES).fill(SILENCE);
const voice = fromPcm16(
  Int16Array.from({ length: FRAME_BYTES }, (_, i) => 6_000 * Math.sin(i / 3)),
);

function hear(...frames: Uint8Array[]): { at: number; heard: SpeechEvent }[] {
  const ear = createEar(energyDetector(), () => {});
  return frames.flatMap((frame, index) => {
    return ear.hear(frame).map((heard) => ({ at: (index + 1) * FRAME_MS, heard }));
  });
}
const ms = (frame: Uint8Array, length: number) => Array<Uint8Array>(length / FRAME_MS).fill(frame);

/** Returns the first pause that the ear found, if any. */
function end(...frames: Uint8Array[]) {
  return hear(...frames).find(({ heard }) => heard.type === 'speech-paused');
}

describe('the ear', () => {
  test('hears nothing in silence', () => {
    expect(hear(...ms(silence, 5_000))).toEqual([]);
  });

  test('ignores a click', () => {
    expect(hear(...ms(silence, 500), ...ms(voice, 60), ...ms(silence, 2_000))).toEqual([]);
  });

  test('reports speech after 100 ms of voice', () => {
    const [started, ...grown] = hear(...ms(silence, 500), ...ms(voice, 500));
    expect(started).toEqual({ at: 600, heard: { type: 'speech-started' } });
    expect(grown.at(-1)).toEqual({ at: 1_000, heard: { type: 'speech-grew', voicedMs: 500 } });
  });

  test('hands the utterance over in the first pause', () => {
    const ended = end(...ms(voice, 1_000), ...ms(silence, 1_000));
    expect(ended).toMatchObject({
      at: 1_000 + PAUSE_SILENCE_MS,
      heard: { type: 'speech-paused', silenceMs: PAUSE_SILENCE_MS },
    });
  });

  test('keeps the moment before speech was certain', () => {
    const ended = end(...ms(silence, 1_000), ...ms(voice, 1_000), ...ms(silence, 600));
    const utterance = ended?.heard.type === 'speech-paused' ? ended.heard.audio : silence;
    expect(utterance.length / FRAME_BYTES).toBeGreaterThanOrEqual(
      (200 + 1_000 + PAUSE_SILENCE_MS) / FRAME_MS,
    );
    expect(levelDbfs(utterance.subarray(0, FRAME_BYTES))).toBe(Number.NEGATIVE_INFINITY);
  });

  test('loses no word where voice is known late, or only after a doubt', () => {
    const sound = [...ms(silence, 2_000), ...ms(voice, 1_400), ...ms(silence, 600)];
    const voiced = (name: string, isVoice: (at: number) => boolean) => {
      let at = 0;
      const detect = () => {
        at += FRAME_MS;
        return isVoice(at);
      };
      const ear = createEar(detect, () => {});
      const uttered = sound.flatMap((frame) => ear.hear(frame));
      const audio = uttered.findLast((heard) => heard.type === 'speech-paused')?.audio;
      const words = Buffer.from(audio ?? []).filter((byte) => byte !== SILENCE);
      return [name, words.length >= 0.99 * 1_400 * 8];
    };
    const isLate = (at: number) => at > 2_750 && at <= 3_400;
    const isDoubtful = (at: number) => (at > 2_000 && at <= 2_100) || isLate(at - 100);
    expect([voiced('late', isLate), voiced('doubtful', isDoubtful)]).toEqual([
      ['late', true],
      ['doubtful', true],
    ]);
  });

  test('hears the same however the audio is cut', () => {
    const audio = Buffer.concat([...ms(silence, 500), ...ms(voice, 1_000), ...ms(silence, 1_000)]);
    const ear = createEar(energyDetector(), () => {});
    const pieces = [audio.subarray(0, 1), audio.subarray(1, 900), audio.subarray(900)];
    const cut = pieces.flatMap((piece) => ear.hear(piece));
    expect(cut).toEqual(createEar(energyDetector(), () => {}).hear(audio));
    expect(cut.at(-1)).toMatchObject({ type: 'speech-paused', voicedMs: 1_000 });
  });

  test('returns the utterance so far when it is cut, and begins afresh', () => {
    const ear = createEar(energyDetector(), () => {});
    ear.hear(Buffer.concat([...ms(silence, 500), ...ms(voice, 1_000)]));
    const uttered = ear.cut();
    expect(uttered).toMatchObject({ type: 'speech-paused', voicedMs: 1_000 });
    expect(uttered?.audio.length).toBeGreaterThanOrEqual((1_200 / FRAME_MS) * FRAME_BYTES);
    expect(ear.cut()).toMatchObject({ voicedMs: 0 });
  });

  test('waits for a longer pause if configured', () => {
    const ear = createEar(energyDetector(), () => {}, 600);
    const heard = [...ms(voice, 1_000), ...ms(silence, 580)].flatMap((frame) => ear.hear(frame));
    expect(heard.at(-1)).toMatchObject({ type: 'speech-grew' });
    expect(ear.hear(silence)).toMatchObject([{ type: 'speech-paused', silenceMs: 600 }]);
  });

  test('passes every utterance on as it comes, and none of the silence', () => {
    const listened: Uint8Array[] = [];
    const ear = createEar(energyDetector(), (audio) => listened.push(audio));
    const sound = [...ms(silence, 2_000), ...ms(voice, 1_000), ...ms(silence, 2_000)];
    const uttered = sound.flatMap((frame) => ear.hear(frame));
    const audio = uttered.flatMap((heard) => (heard.type === 'speech-paused' ? [heard.audio] : []));
    expect(Buffer.concat(listened)).toEqual(Buffer.concat(audio));
  });

  test('reports speech sooner from a caller who goes on', () => {
    const first = [...ms(voice, 1_000), ...ms(silence, PAUSE_SILENCE_MS)];
    const starts = (...frames: Uint8Array[]) =>
      hear(...first, ...frames).filter(({ heard }) => heard.type === 'speech-started').length;
    expect(starts(...ms(silence, 400), ...ms(voice, 60))).toBe(2);
    expect(starts(...ms(silence, 1_400), ...ms(voice, 60))).toBe(1);
  });

  test('hands utterances over even if the caller never pauses', () => {
    const events = hear(...ms(voice, MAX_UTTERANCE_MS + 1_000));
    const types = events.map(({ heard }) => heard.type).filter((type) => type !== 'speech-grew');
    expect(types).toEqual(['speech-started', 'speech-paused', 'speech-started']);
  });
});

describe('μ-law', () => {
  test('survives a round trip to the byte', async () => {
    const { toPcm16 } = await import('@agent-locator/audio/mulaw.ts');
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte).filter(
      (byte) => byte !== 0x7f,
    );
    expect(fromPcm16(toPcm16(bytes))).toEqual(bytes);
  });

  test('knows the levels of G.711', async () => {
    const { toPcm16 } = await import('@agent-locator/audio/mulaw.ts');
    expect([...toPcm16(Uint8Array.of(0x00, 0x80, 0xff, 0x7f))]).toEqual([-32_124, 32_124, 0, 0]);
  });
});
