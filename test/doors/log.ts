import { vi } from 'vitest';

/** Collects what the product logs, in place of printing the thousands of lines that it has to say of noise. */
export function silenceLog(): readonly string[] {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)));
  return lines;
}
