import type { EnvironmentReader } from './environment.ts';

/** The media service. */
export type MediaConfig = {
  readonly port: number;
  readonly maxConnections: number;
  /** Under the load balancer's deregistration delay of an hour, so that every deployment ends. */
  readonly maxCallSeconds: number;
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
    speculates: onOff('SPECULATION', 'on'),
  };
}
