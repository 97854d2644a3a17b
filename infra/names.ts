import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Begins the name of everything that is known by name: one deployment an account and Region, because the tables' names are the product's own. */
export const PREFIX = 'agent-locator-';

/** Names a function as the product's schedules know it. */
export function functionName(name: string): string {
  return `${PREFIX}${name}`;
}

/** Gives a function's ARN without a reference to it: what it is reached through can then be made before it. */
export function functionArn(scope: IConstruct, name: string): string {
  return Stack.of(scope).formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: functionName(name),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
