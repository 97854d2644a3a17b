import type { Target } from './stream-proxy.ts';

/** The time limit of a target's health check. */
const HEALTH_TIMEOUT_MS = 250;

/** Distributes streams among the targets of a load balancer. */
export interface Balancer {
  /** Returns the targets in the order in which the next stream must try them. */
  order(): Promise<readonly Target[]>;
}

/**
 * Creates a round-robin balancer over the current targets; each passes a health check before it is given a
 * stream.
 */
export function createBalancer(targets: () => readonly Target[]): Balancer {
  let turn = 0;
  return {
    async order() {
      const all = targets();
      // Where all targets are unhealthy, all are tried, as AWS's load balancers do (fail-open).
      if (all.length < 2) return all;
      const answers = await Promise.all(all.map(isHealthy));
      const healthy = all.filter((_, index) => answers[index]);
      const candidates = healthy.length > 0 ? healthy : all;
      const first = turn++ % candidates.length;
      return [...candidates.slice(first), ...candidates.slice(0, first)];
    },
  };
}

async function isHealthy({ host, port }: Target): Promise<boolean> {
  const url = `http://${host}:${port}/healthz`;
  const signal = AbortSignal.timeout(HEALTH_TIMEOUT_MS);
  try {
    const answer = await fetch(url, { signal });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
