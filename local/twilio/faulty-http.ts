import { setTimeout as delay } from 'node:timers/promises';
import { exchangeHttp, type HttpOutcome, type HttpRequest } from './http-request.ts';
import type { Switches } from './switches.ts';

/** Makes the HTTP requests of one delivery; a fault keeps the first from its server, or every answer from the exchange. */
export function faultyHttp(fault: Switches['webhookFaults']): typeof exchangeHttp {
  let fails = fault === 'connect-fail-then-retry';
  return async function exchange(request) {
    if (fails) {
      fails = false;
      return { kind: 'failed', during: 'connect', reason: 'ECONNREFUSED' };
    }
    const outcome = await exchangeHttp(request);
    return typeof fault === 'object' ? late(outcome, fault.slowMs, request) : outcome;
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
