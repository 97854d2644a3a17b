import type { Deployment } from '#commands/deployment/deployment.ts';

/** One check of the acceptance list. */
export interface Check {
  readonly name: string;
  /** Whether it may take minutes. */
  readonly isSlow?: boolean;
  /**
   * Checks a deployment and returns its finding in a few words.
   * @throws {Broken} where the deployment does not keep its promise.
   * @throws {NotChecked} where that cannot be found out.
   */
  run(deployment: Deployment): Promise<string>;
}
