import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Acknowledges AwsSolutions rules, by their short names, that a construct breaks, each with its reason. */
export function acknowledge(
  construct: IConstruct,
  reasons: Readonly<Record<string, string>>,
): void {
  for (const [rule, reason] of Object.entries(reasons)) {
    Validations.of(construct).acknowledge({ id: `AwsSolutions-${rule}`, reason });
  }
}

/** Returns the id of the finding about a wildcard resource in a role's policy. */
export function wildcardFinding(construct: IConstruct, arn: string): string {
  return `IAM5[Resource::${inRuleNotation(Stack.of(construct).resolve(arn))}]`;
}

/** Returns a template value in the rules' notation: unresolved values in angle brackets. */
function inRuleNotation(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[intrinsic, argument] = []] = Object.entries(value as object);
  if (intrinsic === 'Fn::Join')
    return (argument as [string, unknown[]])[1].map(inRuleNotation).join('');
  return `<${[argument].flat().join('.')}>`;
}
