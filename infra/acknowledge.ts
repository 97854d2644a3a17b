import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Says of rules of AwsSolutions, by their short names, why a construct does not follow them. */
export function acknowledge(
  construct: IConstruct,
  reasons: Readonly<Record<string, string>>,
): void {
  for (const [rule, reason] of Object.entries(reasons)) {
    Validations.of(construct).acknowledge({ id: `AwsSolutions-${rule}`, reason });
  }
}
