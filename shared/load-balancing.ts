/** The load balancer of the media streams: the stack creates it so, and the stand-in behaves so. */
export type LoadBalancing = {
  /** The rule by which a request gets its target. */
  readonly algorithm: 'round-robin' | 'least-outstanding';
  /** The interval between two health checks of a target. */
  readonly healthEveryMs: number;
  /** The time in which a target must answer a check. */
  readonly healthTimeoutMs: number;
  /** The checks in a row after which a target's state changes. */
  readonly healthChecks: number;
  /** How long a deregistered target keeps the streams that it has. */
  readonly deregistrationDelayMs: number;
};

/** The settings in production. */
export const loadBalancing: LoadBalancing = {
  // A task that just died has the fewest requests, so by load all its calls would go back to it. In turn, half of
  // them reach a living task at once. A full task refuses, and the next attempt goes to the next task.
  algorithm: 'round-robin',
  // The shortest interval that there is: a task that died is out of service within ten seconds.
  healthEveryMs: 5_000,
  healthTimeoutMs: 2_000,
  healthChecks: 2,
  // Many calls end by themselves meanwhile; then SIGTERM moves the others. With a delay as long as the longest call,
  // a bad version would go on speaking for an hour.
  deregistrationDelayMs: 120_000,
};
