import { FRAME_BYTES } from '@agent-locator/audio/mulaw.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createPump } from '#media-service/speaking/pump.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Creates a pump, and records its output. */
function pumpWithLog() {
  const startedAt = performance.now();
  const sent: { frames?: Uint8Array; mark?: string }[] = [];
  const playout: { audio?: Uint8Array; at: number }[] = [];
  const pump = createPump(
    {
      play: (frames) => sent.push({ frames }),
      mark: (mark) => sent.push({ mark }),
    },
    {
      audioScheduled: (audio, at) => playout.push({ audio, at: at - startedAt }),
      playoutCleared: (at) => playout.push({ at: at - startedAt }),
    },
  );
  const sentMs = () => sent.reduce((ms, { frames }) => ms + (frames?.length ?? 0) / 8, 0);
  return { pump, sent, sentMs, playout };
}
const seconds = (count: number) => new Uint8Array(count * 8_000);

describe('the pump', () => {
  test('lets the first 400 ms out at once and then keeps that lead', () => {
    const { pump, sentMs } = pumpWithLog();
    pump.play(seconds(2));
    expect(sentMs()).toBe(400);
    vi.advanceTimersByTime(1_000);
    expect(sentMs()).toBe(1_400);
  });

  test('catches up after it was held up', () => {
    const { pump, sentMs } = pumpWithLog();
    pump.play(seconds(2));
    vi.advanceTimersByTime(300);
    const late = performance.now() + 350;
    vi.setSystemTime(Date.now() + 350);
    vi.advanceTimersByTime(350);
    expect(performance.now()).toBeGreaterThanOrEqual(late);
    expect(sentMs()).toBeGreaterThanOrEqual(650 + 300);
  });

  test('sends whole frames however the audio is cut', () => {
    const { pump, sent } = pumpWithLog();
    for (const size of [1, 100, 159, 160, 161, 59]) pump.play(new Uint8Array(size));
    expect(sent.map(({ frames }) => frames?.length)).toEqual([
      FRAME_BYTES,
      FRAME_BYTES,
      FRAME_BYTES,
      FRAME_BYTES,
    ]);
  });

  test('fills the last frame with silence before a mark', () => {
    const { pump, sent } = pumpWithLog();
    pump.play(new Uint8Array(10));
    pump.mark('1:2');
    expect(sent[0]?.frames?.slice(8, 12)).toEqual(Uint8Array.of(0, 0, 0xff, 0xff));
    expect(sent[1]?.mark).toBe('1:2');
  });

  test('sends a mark right behind its audio', () => {
    const { pump, sent, sentMs } = pumpWithLog();
    pump.play(seconds(1));
    pump.mark('end');
    vi.advanceTimersByTime(600);
    expect(sent.at(-1)?.mark).toBe('end');
    expect(sentMs()).toBe(1_000);
  });

  test('drops all that has not left when it is cleared', () => {
    const { pump, sentMs } = pumpWithLog();
    pump.play(seconds(2));
    pump.clear();
    vi.advanceTimersByTime(5_000);
    expect(sentMs()).toBe(400);
    pump.play(seconds(1));
    expect(sentMs()).toBe(800);
  });

  test('sends a tenth of a second at a time, and the rest of a sound as soon as its moment comes', () => {
    const { pump, sent } = pumpWithLog();
    pump.play(new Uint8Array(530 * 8));
    vi.advanceTimersByTime(200);
    const lengthsMs = sent.map(({ frames }) => (frames?.length ?? 0) / 8);
    expect(lengthsMs).toEqual([100, 100, 100, 100, 100, 20]);
  });

  test('never lets more than 400 ms out ahead of the ear', () => {
    const { pump, sentMs } = pumpWithLog();
    pump.play(new Uint8Array(60 * 8));
    pump.play(seconds(3));
    for (let elapsedMs = 0; elapsedMs < 2_500; elapsedMs += 10) {
      expect(sentMs() - elapsedMs).toBeLessThanOrEqual(400);
      expect(sentMs() - elapsedMs).toBeGreaterThanOrEqual(300 - 60);
      vi.advanceTimersByTime(10);
    }
  });

  test('tells when what leaves will sound, one piece behind the other', () => {
    const { pump, sent, playout } = pumpWithLog();
    pump.play(seconds(1));
    vi.advanceTimersByTime(3_000);
    pump.play(seconds(1));
    expect(playout.slice(0, 3).map(({ at }) => at)).toEqual([0, 100, 200]);
    expect(playout.slice(9, 12).map(({ at }) => at)).toEqual([900, 3_000, 3_100]);
    expect(playout.map(({ audio }) => audio)).toEqual(sent.map(({ frames }) => frames));
  });

  test('tells from when on nothing sounds when it is cleared', () => {
    const { pump, playout } = pumpWithLog();
    pump.play(seconds(2));
    vi.advanceTimersByTime(300);
    pump.clear();
    expect(playout.at(-1)).toEqual({ at: 300 });
    pump.play(seconds(1));
    expect(playout.at(-4)?.at).toBe(300);
  });
});
