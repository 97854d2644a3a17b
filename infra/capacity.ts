/** The size and the scaling of the media service. */
export const capacity = {
  /** Half a core of arm64 per task. A complete call takes at most 0.75 % of a core (`npm run bench -- turns`). */
  cpuUnits: 512,
  memoryMb: 1_024,
  /** The most calls of one task: 90 % of its half core, at the highest cost of a call. */
  maxConnections: 60,
  /** The calls per task that start another task: a third of the places is left for callers meanwhile. */
  targetStreams: 40,
  minTasks: 2,
  maxTasks: 60,
} as const;

/** The port of the media service inside its network. */
export const MEDIA_PORT = 8_081;
