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
import { allow, grant, type Possessions } from './rights.ts';

export type FunctionName = keyof typeof lambdas;

/** Every function of the product, by name. */
export type Functions = { readonly [Name in FunctionName]: LambdaFunction };

type Parts = {
  readonly bundles: Bundles;
  /** The product's environment, the same for all. */
  readonly environment: Record<string, string>;
  readonly possessions: Possessions;
};

/** Past this an asynchronous event is of no use: whatever it was about, the hourly reconcile has come by. */
const MAX_EVENT_AGE_S = 3_600;

/** The Lambda functions: each with a role, a log and limits of its own. */
export class LambdaFunctions extends Construct {
  readonly all: Functions;

  constructor(scope: Construct, id: string, parts: Parts) {
    super(scope, id);
    const made = Object.entries<LambdaDescription>(lambdas).map(([name, description]) => {
      const one = new OneFunction(this, name, {
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

type OneParts = Parts & LambdaDescription & FunctionDescription & { readonly folder: string };

class OneFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, name: string, parts: OneParts) {
    super(scope, name);
    const { possessions, timeoutMs, memoryMb, retryAttempts = RETRY_ATTEMPTS } = parts;
    const logGroup = productLog(this, 'Log', `/aws/lambda/${functionName(name)}`);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    grant(role, parts, possessions);
    allow(role, 'logs:CreateLogStream', logGroup.logGroupArn);
    allow(role, 'logs:PutLogEvents', logGroup.logGroupArn);
    const { deadLetters } = possessions.deferredWork;
    allow(role, 'sqs:SendMessage', deadLetters.queueArn);

    // The log stays text: in Lambda's JSON, CloudWatch would find no metrics.
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName: functionName(name),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(parts.folder),
      handler: 'index.handler',
      timeout: Duration.millis(timeoutMs),
      memorySize: memoryMb,
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
