import { setTimeout as sleep } from 'node:timers/promises';
import { type LoadBalancing, loadBalancing } from '#shared/load-balancing.ts';

/** The address of a media process. */
export type Target = { readonly host: string; readonly port: number };

/** The health of a target: `initial` until its first check passes. */
export type TargetHealth = 'initial' | 'healthy' | 'unhealthy';

/** A request at its target; it is outstanding until it is released. */
export type Placement = { readonly target: Target; release(): void };

/**
 * A target group of an Application Load Balancer. A request has one target: where that refuses, no other is tried.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
 */
export interface Balancer extends Disposable {
  /** Registers a target. It is in service once it passes its first check. */
  register(target: Target): void;
  /** Gives a target nothing new; resolves when its requests are over, or the delay is. */
  deregister(target: Target): Promise<void>;
  /** Gives a request its target; undefined where none is registered. */
  place(): Placement | undefined;
  /**
   * Returns what the checks of a target found; undefined for one that is not registered.
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetHealth.html
   */
  healthOf(target: Target): TargetHealth | undefined;
}

/** The interval at which a deregistered target is looked at. */
const UNUSED_POLL_MS = 100;

type Registration = {
  readonly target: Target;
  state: TargetHealth;
  /** The checks in a row that contradict the state. */
  contradictions: number;
  outstanding: number;
  clock?: NodeJS.Timeout;
};

/** Creates a balancer with the settings of production, or with others; each target has its own health clock. */
export function createBalancer(settings: Partial<LoadBalancing> = {}): Balancer {
  const { algorithm, healthEveryMs, healthTimeoutMs, healthChecks, deregistrationDelayMs } = {
    ...loadBalancing,
    ...settings,
  };
  let registered: readonly Registration[] = [];
  let placed = 0;

  const check = async (one: Registration) => {
    const isWell = await passesCheck(one.target, healthTimeoutMs);
    if (isWell === (one.state === 'healthy')) {
      one.contradictions = 0;
      return;
    }
    one.contradictions += 1;
    const needed = one.state === 'initial' ? 1 : healthChecks;
    if (one.contradictions < needed) return;
    one.state = isWell ? 'healthy' : 'unhealthy';
    one.contradictions = 0;
  };

  const choose = (): Registration | undefined => {
    const healthy = registered.filter(({ state }) => state === 'healthy');
    // Where no target is healthy, the balancer fails open: all of them get requests.
    const candidates = healthy.length > 0 ? healthy : registered;
    if (algorithm === 'round-robin') return candidates[placed++ % candidates.length];
    // AWS does not state the order of equals: the one registered first is the one that may just have died.
    const fewest = Math.min(...candidates.map(({ outstanding }) => outstanding));
    return candidates.find(({ outstanding }) => outstanding === fewest);
  };

  const remove = (gone: Registration) => {
    clearInterval(gone.clock);
    registered = registered.filter((one) => one !== gone);
  };

  return {
    register(target) {
      const one: Registration = { target, state: 'initial', contradictions: 0, outstanding: 0 };
      one.clock = setInterval(() => void check(one), healthEveryMs).unref();
      registered = [...registered, one];
      void check(one);
    },
    async deregister(target) {
      const gone = registered.find((one) => one.target.port === target.port);
      if (!gone) return;
      remove(gone);
      const overAt = Date.now() + deregistrationDelayMs;
      while (gone.outstanding > 0 && Date.now() < overAt) {
        await sleep(UNUSED_POLL_MS, undefined, { ref: false });
      }
    },
    place() {
      const chosen = choose();
      if (!chosen) return undefined;
      chosen.outstanding += 1;
      let isReleased = false;
      return {
        target: chosen.target,
        release() {
          if (!isReleased) chosen.outstanding -= 1;
          isReleased = true;
        },
      };
    },
    healthOf: (target) => registered.find((one) => one.target.port === target.port)?.state,
    [Symbol.dispose]() {
      for (const one of registered) remove(one);
    },
  };
}

async function passesCheck({ host, port }: Target, timeoutMs: number): Promise<boolean> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await fetch(`http://${host}:${port}/healthz`, { signal });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
