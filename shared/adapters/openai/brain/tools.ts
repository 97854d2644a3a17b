import { orAborted } from '#shared/deadlines.ts';
import { jsonIn } from '#shared/json.ts';
import { log } from '#shared/log.ts';
import type { Toolbox, ToolCall } from '#shared/ports/speech.ts';
import type { ModelCall } from './events.ts';

/** The longest arguments of a call, in characters: they are sent back with the next question. */
const MAX_ARGUMENTS = 4_096;

/** The model reads these in place of a result. */
const REFUSALS = {
  unknown: 'There is no such tool. Use one of those offered, or answer without.',
  oversized: 'The arguments are too long. Call again with less.',
  nonsense: 'The arguments are not a JSON object. Call again.',
  tooMany: 'Only one call at a time. Wait for the result of the first.',
  late: 'No answer in time; it is not known whether it was done. Tell the caller so, and offer that somebody calls back.',
  broken: 'This did not work. Tell the caller so, and offer that somebody calls back.',
} as const;

/** A call as it is sent back, and its result as JSON. */
export type Used = { readonly call: ModelCall; readonly result: string };

/**
 * Runs the first of a model's calls within the limit and refuses the others.
 * Returns a result for each; a failure is a result with an `error`.
 * @throws signal.reason when aborted
 */
export async function useTools(
  calls: readonly ModelCall[],
  { toolbox, limitMs }: { toolbox: Toolbox; limitMs: number },
  signal: AbortSignal,
): Promise<Used[]> {
  const used: Used[] = [];
  await orAborted(toolbox.allowed ?? Promise.resolve(), signal);
  for (const [index, call] of calls.entries()) {
    const refusal = index > 0 ? 'tooMany' : refusalOf(call, toolbox);
    const result = refusal ? refused(refusal) : await useInTime(call, { toolbox, limitMs }, signal);
    if (refusal) log.warn('brain.tool-refused', { reason: refusal });
    used.push({ call: refusal === 'oversized' ? { ...call, arguments: '{}' } : call, result });
  }
  return used;
}

async function useInTime(
  { name, arguments: written }: ModelCall,
  { toolbox, limitMs }: { toolbox: Toolbox; limitMs: number },
  signal: AbortSignal,
): Promise<string> {
  const since = performance.now();
  const limit = AbortSignal.timeout(limitMs);
  const result = await attempt(toolbox, { name, arguments: written }, { signal, limit });
  const tookMs = Math.round(performance.now() - since);
  log.info('brain.tool', { name, tookMs, ok: !result.startsWith('{"error"') });
  return result;
}

async function attempt(
  toolbox: Toolbox,
  call: ToolCall,
  { signal, limit }: { signal: AbortSignal; limit: AbortSignal },
): Promise<string> {
  const ended = AbortSignal.any([signal, limit]);
  try {
    return await orAborted(toolbox.use(call, ended), ended);
  } catch {
    signal.throwIfAborted();
    return refused(limit.aborted ? 'late' : 'broken');
  }
}

function refusalOf(
  { name, arguments: written }: ModelCall,
  { tools }: Toolbox,
): keyof typeof REFUSALS | undefined {
  if (!tools.some((tool) => tool.name === name)) return 'unknown';
  if (written.length > MAX_ARGUMENTS) return 'oversized';
  return isObject(written) ? undefined : 'nonsense';
}

function isObject(json: string): boolean {
  const value = jsonIn(json);
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(reason: keyof typeof REFUSALS): string {
  return JSON.stringify({ error: REFUSALS[reason] });
}
