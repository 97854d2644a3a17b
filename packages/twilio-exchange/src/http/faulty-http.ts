import { setTimeout as delay } from 'node:timers/promises';
import type { RequestFaults } from '../trouble/request-faults.ts';
import { exchangeHttp, type HttpOutcome, type HttpRequest } from './http-request.ts';

/** Makes the HTTP requests of one delivery; a fault keeps the first or all of them from its server, or every answer from the exchange. */
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

/** Keeps an answer back; the server has answered, but past the time limit nobody listens any more. */
async function late(
  outcome: HttpOutcome,
  slowMs: number,
  { readTimeoutMs, signal }: HttpRequest,
): Promise<HttpOutcome> {
  await delay(Math.min(slowMs, readTimeoutMs), undefined, { signal }).catch(() => {});
  if (slowMs < readTimeoutMs && !signal.aborted) return outcome;
  return { kind: 'failed', during: 'read', reason: 'ETIMEDOUT' };
}
