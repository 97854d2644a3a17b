/** How big the media service is, and how it grows. */
export const capacity = {
  /** A task: half a core of arm64. A call with everything in it takes at most 0.75 % of one (`npm run bench -- turns`). */
  cpuUnits: 512,
  memoryMb: 1_024,
  /** Calls that one task takes at most: 90 % of its half core, were each as dear as it may be. */
  maxConnections: 60,
  /** Calls a task at which another is started: a third of its places is left for those who call meanwhile. */
  targetStreams: 40,
  minTasks: 2,
  maxTasks: 60,
} as const;

/** How long a task that leaves may keep its calls: as long as a balancer allows, and longer than a call may last. */
export const DEREGISTRATION_DELAY_S = 3_600;

/** The port of the service inside its network. */
export const MEDIA_PORT = 8_081;
