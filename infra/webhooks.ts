import { Aws, Fn } from 'aws-cdk-lib';
import { CfnStage, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { functionOf, type RouteName, routes } from '#shared/routes.ts';
import { acknowledge } from './acknowledge.ts';
import type { FunctionName, Functions } from './lambda-functions.ts';
import { productLog } from './logs.ts';

/** The rate limit: a thousand concurrent calls send about thirty requests per second. */
const REQUESTS_PER_SECOND = 500;
const BURST_REQUESTS = 1_000;

/** The HTTP API for Twilio's webhooks and health checks; `open` adds the routes, once their functions exist. */
export class Webhooks extends Construct {
  readonly api: HttpApi;
  /** The host name for CloudFront. */
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

  /** Adds every route of the product. */
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
            'The functions first check Twilio’s signature; the health routes return one word per part.',
        });
      }
    }
  }
}

/** The fields of the access log, without query and body: both may contain personal data. */
const logged = {
  at: '$context.requestTime',
  requestId: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  functionError: '$context.integrationErrorMessage',
  ip: '$context.identity.sourceIp',
};
