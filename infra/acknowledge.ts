import { Stack, Validations } from 'aws-cdk-lib';
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

/** Names the finding that a role may do something with everything of which the ARN ends so. */
export function starIn(construct: IConstruct, arn: string): string {
  return `IAM5[Resource::${written(Stack.of(construct).resolve(arn))}]`;
}

/** A value of a template as the rules write it: what is not yet known in angle brackets. */
function written(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[intrinsic, argument] = []] = Object.entries(value as object);
  if (intrinsic === 'Fn::Join') return (argument as [string, unknown[]])[1].map(written).join('');
  return `<${[argument].flat().join('.')}>`;
}
