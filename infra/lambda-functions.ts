import { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  CfnEventInvokeConfig,
  Code,
  Function as LambdaFunction,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type LambdaDescription, lambdas, RETRY_ATTEMPTS } from '#shared/lambdas.ts';
import type { Bundles } from './bundles.ts';
import { type FunctionDescription, functions } from './functions.ts';
import { productLog } from './logs.ts';
import { functionName } from './names.ts';
import { allow, type GrantableResources, grant } from './rights.ts';

/** The name of a function, as in its file under `functions/`. */
export type FunctionName = keyof typeof lambdas;

/** Every function of the product, by name. */
export type Functions = { readonly [Name in FunctionName]: LambdaFunction };

type Parts = {
  readonly bundles: Bundles;
  /** The product's environment, the same for all. */
  readonly environment: Record<string, string>;
  readonly resources: GrantableResources;
  readonly reservesConcurrency: boolean;
};

/** The life of an asynchronous event: past it, the hourly reconciliation has taken over. */
const MAX_EVENT_AGE_S = 3_600;

/** The Lambda functions, each with its own role, log and limits. */
export class LambdaFunctions extends Construct {
  readonly all: Functions;

  constructor(scope: Construct, id: string, parts: Parts) {
    super(scope, id);
    const made = Object.entries<LambdaDescription>(lambdas).map(([name, description]) => {
      const one = new ProductFunction(this, name, {
        ...parts,
        ...description,
        ...functions[name as FunctionName],
        folder: parts.bundles.functions[name as FunctionName],
      });
      return [name, one.lambda] as const;
    });
    this.all = Object.fromEntries(made) as Functions;
  }
}

type ProductFunctionParts = Parts &
  LambdaDescription &
  FunctionDescription & { readonly folder: string };

class ProductFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, name: string, parts: ProductFunctionParts) {
    super(scope, name);
    const { resources, timeoutMs, memoryMb, retryAttempts = RETRY_ATTEMPTS } = parts;
    const reserved = parts.reservesConcurrency ? parts.reserved : undefined;
    const logGroup = productLog(this, 'Log', `/aws/lambda/${functionName(name)}`);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    grant(role, parts, resources);
    allow(role, 'logs:CreateLogStream', logGroup.logGroupArn);
    allow(role, 'logs:PutLogEvents', logGroup.logGroupArn);
    const { deadLetters } = resources.deferredWork;
    allow(role, 'sqs:SendMessage', deadLetters.queueArn);

    // The log format stays text: CloudWatch does not find embedded metrics in Lambda's JSON format.
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName: functionName(name),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(parts.folder),
      handler: 'index.handler',
      timeout: Duration.millis(timeoutMs),
      memorySize: memoryMb,
      ...(reserved !== undefined && { reservedConcurrentExecutions: reserved }),
      environment: parts.environment,
      logGroup,
      role,
    });
    new CfnEventInvokeConfig(this, 'Asynchronously', {
      functionName: this.lambda.functionName,
      qualifier: '$LATEST',
      maximumRetryAttempts: retryAttempts,
      maximumEventAgeInSeconds: MAX_EVENT_AGE_S,
      destinationConfig: { onFailure: { destination: deadLetters.queueArn } },
    }).node.addDependency(role);
  }
}
