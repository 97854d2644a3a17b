import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FRAME_BYTES, FRAME_MS } from '#media-service/mulaw.ts';
import { createPump } from '#media-service/pump.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A pump with what it let out, and when (milliseconds from the start). */
function pumpWithLog() {
  const startedAt = performance.now();
  const sent: { at: number; frame?: Uint8Array; mark?: string }[] = [];
  const at = () => performance.now() - startedAt;
  const pump = createPump({
    play: (frame) => sent.push({ at: at(), frame }),
    mark: (mark) => sent.push({ at: at(), mark }),
  });
  return { pump, sent };
}
const seconds = (count: number) => new Uint8Array(count * 8_000);

describe('the pump', () => {
  test('lets the first 400 ms out at once and then keeps that lead', () => {
    const { pump, sent } = pumpWithLog();
    pump.play(seconds(2));
    expect(sent).toHaveLength(400 / FRAME_MS);
    vi.advanceTimersByTime(1_000);
    expect(sent).toHaveLength(1_400 / FRAME_MS);
  });

  test('catches up after it was held up', () => {
    const { pump, sent } = pumpWithLog();
    pump.play(seconds(2));
    vi.advanceTimersByTime(300);
    const late = performance.now() + 350;
    vi.setSystemTime(Date.now() + 350);
    vi.advanceTimersByTime(350);
    expect(performance.now()).toBeGreaterThanOrEqual(late);
    expect(sent.length).toBeGreaterThanOrEqual((650 + 400 - FRAME_MS) / FRAME_MS);
  });

  test('sends whole frames however the audio is cut', () => {
    const { pump, sent } = pumpWithLog();
    for (const size of [1, 100, 159, 160, 161, 59]) pump.play(new Uint8Array(size));
    expect(sent.map(({ frame }) => frame?.length)).toEqual([
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
    expect(sent[0]?.frame?.slice(8, 12)).toEqual(Uint8Array.of(0, 0, 0xff, 0xff));
    expect(sent[1]?.mark).toBe('1:2');
  });

  test('sends a mark right behind its audio', () => {
    const { pump, sent } = pumpWithLog();
    pump.play(seconds(1));
    pump.mark('end');
    vi.advanceTimersByTime(600);
    expect(sent.at(-1)?.mark).toBe('end');
    expect(sent).toHaveLength(51);
  });

  test('drops all that has not left when it is cleared', () => {
    const { pump, sent } = pumpWithLog();
    pump.play(seconds(2));
    pump.clear();
    vi.advanceTimersByTime(5_000);
    expect(sent).toHaveLength(20);
    pump.play(seconds(1));
    expect(sent).toHaveLength(40);
  });
});
