import { Aws, Fn } from 'aws-cdk-lib';
import { CfnStage, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { functionOf, type RouteName, routes } from '#shared/routes.ts';
import type { FunctionName, Functions } from './lambda-functions.ts';
import { productLog } from './logs.ts';
import { acknowledge } from './rule-exceptions.ts';

type Throttle = { readonly requestsPerSecond: number; readonly burst: number };

/** All routes together. A thousand concurrent calls send about thirty requests per second; a flood at one route leaves room for them. */
const API: Throttle = { requestsPerSecond: 2_000, burst: 1_000 };
/**
 * A flood past this rate takes Twilio's own requests with it, and new callers meet the static voicemail. A request
 * without a valid signature takes milliseconds, so the 100 executions reserved for this function carry the rate.
 * The firewall grants an address 50 a second, so a flood needs eight addresses.
 */
const NEW_CALLS: Throttle = { requestsPerSecond: 400, burst: 500 };
/** One webhook of a call. A zone that fails tears half of a thousand calls at one moment. */
const VOICE: Throttle = { requestsPerSecond: 100, burst: 500 };
/** A number takes 80 messages per second: https://developers.facebook.com/docs/whatsapp/cloud-api/overview#throughput */
const WHATSAPP: Throttle = { requestsPerSecond: 100, burst: 500 };
/**
 * The canary and people ask; strangers may too, because nothing is signed. `/readyz` takes up to five seconds while a
 * vendor hangs. So at most nine of its requests and four of `/healthz` run at once. `health` has more executions.
 */
const HEALTH: Throttle = { requestsPerSecond: 1, burst: 4 };
/** A hundred people with some devices each ask once an hour. A stranger's wrong key costs one reading of a row. */
const CALENDAR: Throttle = { requestsPerSecond: 20, burst: 40 };

/** The limit of each route, so that a flood at one path leaves the others to Twilio. */
export const throttles: Readonly<Record<RouteName, Throttle>> = {
  'incoming-call': NEW_CALLS,
  'stream-ended': VOICE,
  'stream-status': VOICE,
  'handle-recording': VOICE,
  'recording-status': VOICE,
  'dial-ended': VOICE,
  'dial-whisper': VOICE,
  'call-status': VOICE,
  'whatsapp-inbound': WHATSAPP,
  'whatsapp-status': WHATSAPP,
  'viewing-calendar': CALENDAR,
  healthz: HEALTH,
  readyz: HEALTH,
};

/** The HTTP API for Twilio's webhooks and health checks; `open` adds the routes, once their functions exist. */
export class Webhooks extends Construct {
  readonly api: HttpApi;
  /** The host name for CloudFront. */
  readonly host: string;
  private readonly stage: CfnStage;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      apiName: 'agent-locator',
      createDefaultStage: false,
    });
    this.host = Fn.join('.', [this.api.apiId, 'execute-api', Aws.REGION, Aws.URL_SUFFIX]);
    this.stage = new CfnStage(this, 'Stage', {
      apiId: this.api.apiId,
      stageName: '$default',
      autoDeploy: true,
      defaultRouteSettings: {
        throttlingRateLimit: API.requestsPerSecond,
        throttlingBurstLimit: API.burst,
      },
      routeSettings: Object.fromEntries(
        Object.entries(routes).map(([name, { method, path }]) => {
          const { requestsPerSecond, burst } = throttles[name as RouteName];
          const settings = { ThrottlingRateLimit: requestsPerSecond, ThrottlingBurstLimit: burst };
          return [`${method} ${path}`, settings];
        }),
      ),
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
        // API Gateway refuses settings of a route that does not exist yet.
        this.stage.node.addDependency(route);
        acknowledge(route, {
          APIG4:
            'The functions first check Twilio’s signature, and the calendar its key; the health routes return one word per part.',
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
