import { Aws, Fn } from 'aws-cdk-lib';
import { CfnStage, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { functionOf, type RouteName, routes } from '#shared/routes.ts';
import { acknowledge } from './acknowledge.ts';
import type { FunctionName, Functions } from './lambda-functions.ts';
import { productLog } from './logs.ts';

/** A thousand calls at once ask thirty times a second; what is far beyond that is no telephone. */
const REQUESTS_PER_SECOND = 500;
const BURST_REQUESTS = 1_000;

/** The HTTP API that Twilio posts to and ops ask; its routes are added when their functions are there. */
export class Webhooks extends Construct {
  readonly api: HttpApi;
  /** Where CloudFront finds it. */
  readonly host: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      apiName: 'agent-locator',
      createDefaultStage: false,
    });
    this.host = Fn.join('.', [this.api.apiId, 'execute-api', Aws.REGION, Aws.URL_SUFFIX]);
    new CfnStage(this, 'Stage', {
      apiId: this.api.apiId,
      stageName: '$default',
      autoDeploy: true,
      defaultRouteSettings: {
        throttlingRateLimit: REQUESTS_PER_SECOND,
        throttlingBurstLimit: BURST_REQUESTS,
      },
      accessLogSettings: {
        destinationArn: productLog(this, 'AccessLog').logGroupArn,
        format: JSON.stringify(logged),
      },
    });
  }

  /** Opens every route of the product. */
  open(functions: Functions): void {
    for (const [name, { method, path }] of Object.entries(routes)) {
      const handler = functions[functionOf(name as RouteName) as FunctionName];
      const made = this.api.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration: new HttpLambdaIntegration(name, handler),
      });
      for (const route of made) {
        acknowledge(route, {
          APIG4:
            'Twilio signs its requests, and the function does nothing before it has checked that; health tells one word a part.',
        });
      }
    }
  }
}

/** No query and no body: both may name callers. */
const logged = {
  at: '$context.requestTime',
  requestId: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  functionError: '$context.integrationErrorMessage',
  ip: '$context.identity.sourceIp',
};
