import { vi } from 'vitest';

/** Collects the product's log lines instead of printing thousands of them. */
export function silenceLog(): readonly string[] {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)));
  return lines;
}
