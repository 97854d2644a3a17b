import { CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';

/** The Region of every web ACL of CloudFront’s: https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html */
const REGION = 'us-east-1';
/**
 * The most requests of one address in five minutes: fifty a second. A thousand calls make thirty a second.
 * So Twilio is never refused, even if all its requests came from one address.
 */
const REQUESTS_PER_ADDRESS = 15_000;
const WINDOW_S = 300;

/** The firewall before CloudFront: it counts requests by address, and reads neither headers nor bodies. */
export class Firewall extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      env: { region: REGION },
      description: 'The firewall before AgentLocator: a limit of requests per address',
    });
    const seen = (metricName: string) => ({
      metricName,
      cloudWatchMetricsEnabled: true,
      // Samples would keep the addresses of webhooks, which name calls.
      sampledRequestsEnabled: false,
    });
    const acl = new CfnWebACL(this, 'WebAcl', {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: seen('AgentLocatorRequests'),
      rules: [
        {
          name: 'requests-per-address',
          priority: 0,
          action: { block: {} },
          statement: {
            rateBasedStatement: {
              aggregateKeyType: 'IP',
              limit: REQUESTS_PER_ADDRESS,
              evaluationWindowSec: WINDOW_S,
            },
          },
          visibilityConfig: seen('AgentLocatorRefused'),
        },
      ],
    });
    new CfnOutput(this, 'WebAclArn', { value: acl.attrArn });
  }
}
