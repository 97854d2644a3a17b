import { setTimeout as delay } from 'node:timers/promises';
import type { RequestFaults } from '../trouble/request-faults.ts';
import { exchangeHttp, type HttpOutcome, type HttpRequest } from './http-request.ts';

/**
 * Creates the HTTP client of one delivery. Its fault loses the first request, every request or
 * every answer, or delays the answers.
 */
export function faultyHttp(fault: RequestFaults['webhookFaults']): typeof exchangeHttp {
  let failing = 0;
  if (fault === 'connect-fail-then-retry') failing = 1;
  if (fault === 'lost') failing = Number.POSITIVE_INFINITY;
  return async function exchange(request) {
    if (failing > 0) {
      failing--;
      return { kind: 'failed', during: 'connect', reason: 'ECONNREFUSED' };
    }
    const outcome = await exchangeHttp(request);
    if (fault === 'unheard') return { kind: 'failed', during: 'read', reason: 'ECONNRESET' };
    return typeof fault === 'object' && 'slowMs' in fault
      ? late(outcome, fault.slowMs, request)
      : outcome;
  };
}

/** Delays an answer that has come; past the read timeout it counts as none. */
async function late(
  outcome: HttpOutcome,
  slowMs: number,
  { readTimeoutMs, signal }: HttpRequest,
): Promise<HttpOutcome> {
  await delay(Math.min(slowMs, readTimeoutMs), undefined, { signal }).catch(() => {});
  if (slowMs < readTimeoutMs && !signal.aborted) return outcome;
  return { kind: 'failed', during: 'read', reason: 'ETIMEDOUT' };
}
