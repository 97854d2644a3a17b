import type { Target } from './stream-proxy.ts';

/** How long a target may take to say that it is well before it counts as ill. */
const HEALTH_TIMEOUT_MS = 250;

/** Shares streams out among the targets of a load balancer. */
export interface Balancer {
  /** The targets in the order in which the next stream is to try them. */
  order(): Promise<readonly Target[]>;
}

/** Creates a balancer over whatever targets there are at the time: each is asked how it is before it is given a stream. */
export function createBalancer(targets: () => readonly Target[]): Balancer {
  let turn = 0;
  return {
    async order() {
      const all = targets();
      // Nothing to choose; and where all are ill, all are tried, as real balancers do.
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
