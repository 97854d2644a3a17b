import type { Deployment } from '#commands/deployment/deployment.ts';

/** One line of the acceptance list. */
export interface Line {
  readonly name: string;
  /** Whether it may take minutes. */
  readonly isSlow?: boolean;
  /** Holds a deployment against the line and says what was found; throws where it is broken, and `NotChecked` where that cannot be told. */
  check(deployment: Deployment): Promise<string>;
}
