import type { EnvironmentReader } from './environment.ts';

/** The media service. */
export type MediaConfig = {
  readonly port: number;
  readonly maxConnections: number;
  /** The length after which a call is told goodbye. */
  readonly maxCallSeconds: number;
  /** How long a stopping task goes on accepting streams before it moves its calls. */
  readonly stopGraceSeconds: number;
  /** Whether an answer is prepared while the caller may still go on: answers come sooner, and some are in vain. */
  readonly speculates: boolean;
};

/** Reads the media service's part of the configuration. */
export function readMedia({ number, onOff }: EnvironmentReader): MediaConfig {
  return {
    port: number('MEDIA_PORT', 8081, { min: 0, max: 65_535 }),
    // 100 calls with neural VAD take about a third of a core: media_cpu in test/bench/RESULTS.md.
    maxConnections: number('MAX_CONNECTIONS', 100, { min: 1, max: 10_000 }),
    maxCallSeconds: number('MAX_CALL_SECONDS', 3_300, { min: 10, max: 3_300 }),
    // ECS deregisters a task up to five seconds after its stop signal; two failed health checks take ten.
    stopGraceSeconds: number('STOP_GRACE_SECONDS', 10, { min: 0, max: 30 }),
    speculates: onOff('SPECULATION', 'on'),
  };
}
