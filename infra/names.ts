import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The prefix of fixed resource names. Table names are fixed too, so an account and Region hold one deployment. */
export const PREFIX = 'agent-locator-';

/** Returns the AWS name of a function, which the product's schedules use. */
export function functionName(name: string): string {
  return `${PREFIX}${name}`;
}

/** Returns a function's ARN without a reference to its resource, for resources that are created before it. */
export function functionArn(scope: IConstruct, name: string): string {
  return Stack.of(scope).formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: functionName(name),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
