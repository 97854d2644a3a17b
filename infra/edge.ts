import { Duration } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AccessLevel,
  AllowedMethods,
  CachePolicy,
  Distribution,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin, VpcOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  AwsCustomResource,
  AwsCustomResourcePolicy,
  PhysicalResourceId,
} from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { errorCachingSeconds } from '#shared/edge-errors.ts';
import type { Balancer } from './balancer.ts';
import { type AccessLogs, productLog } from './logs.ts';
import type { Network } from './network.ts';
import type { Prompts } from './prompts.ts';
import { acknowledge } from './rule-exceptions.ts';
import type { Settings } from './settings.ts';
import type { Webhooks } from './webhooks.ts';

/** Longer than an HTTP API waits for its function. */
const WEBHOOK_TIMEOUT_S = 30;

type Parts = Pick<Settings, 'domain' | 'webAclArn'> & {
  readonly prompts: Prompts;
  readonly webhooks: Webhooks;
  readonly balancer: Balancer;
  readonly network: Network;
  readonly accessLogs: AccessLogs;
};

/** The one public entry: a CloudFront distribution in front of everything. */
export class Edge extends Construct {
  readonly distribution: Distribution;
  /** The value of the product's `PUBLIC_BASE_URL`. */
  readonly publicBaseUrl: string;

  constructor(scope: Construct, id: string, parts: Parts) {
    super(scope, id);
    const { prompts, webhooks, balancer, accessLogs, domain, webAclArn } = parts;
    const viewerProtocolPolicy = ViewerProtocolPolicy.HTTPS_ONLY;
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'AgentLocator',
      httpVersion: HttpVersion.HTTP2,
      priceClass: PriceClass.PRICE_CLASS_ALL,
      ...(domain && {
        domainNames: [domain.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
      ...(webAclArn && { webAclId: webAclArn }),
      errorResponses: Object.entries(errorCachingSeconds).map(([status, seconds]) => ({
        httpStatus: Number(status),
        ttl: Duration.seconds(seconds),
      })),
      logBucket: accessLogs.bucket,
      logFilePrefix: 'edge/',
      defaultBehavior: {
        origin: new HttpOrigin(webhooks.host, {
          protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
          originSslProtocols: [OriginSslPolicy.TLS_V1_2],
          readTimeout: Duration.seconds(WEBHOOK_TIMEOUT_S),
          // Two attempts are safe: webhooks are idempotent, because Twilio itself repeats requests.
          connectionAttempts: 2,
        }),
        viewerProtocolPolicy,
        allowedMethods: AllowedMethods.ALLOW_ALL,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        // An HTTP API needs its own Host header; the signed URL is rebuilt from PUBLIC_BASE_URL.
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      },
      additionalBehaviors: {
        '/static/*': {
          origin: S3BucketOrigin.withOriginAccessControl(prompts.bucket, {
            originAccessLevels: [AccessLevel.READ],
          }),
          viewerProtocolPolicy,
          allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
          cachePolicy: CachePolicy.CACHING_OPTIMIZED,
          responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
        },
        '/ws/*': {
          origin: VpcOrigin.withApplicationLoadBalancer(balancer.balancer, {
            protocolPolicy: OriginProtocolPolicy.HTTP_ONLY,
            httpPort: 80,
          }),
          viewerProtocolPolicy,
          allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
          cachePolicy: CachePolicy.CACHING_DISABLED,
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER,
        },
      },
    });
    acknowledge(this.distribution, {
      CFR1: 'Twilio sends requests from any country.',
      CFR2: 'The firewall is a stack of its own, because CloudFront takes web ACLs of us-east-1 alone; webAclArn names it.',
      ...(!domain && {
        CFR4: 'CloudFront’s own certificate allows no other policy; with domainName the minimum is TLS 1.2.',
      }),
    });
    this.publicBaseUrl = `https://${domain?.name ?? this.distribution.distributionDomainName}`;
    this.allowOrigin(parts);
  }

  /** Lets CloudFront's security group reach the balancer; CloudFront creates that group with its first VPC origin. */
  private allowOrigin({ network, balancer }: Parts): void {
    const parameters = {
      Filters: [
        { Name: 'vpc-id', Values: [network.vpc.vpcId] },
        { Name: 'group-name', Values: ['CloudFront-VPCOrigins-Service-SG'] },
      ],
    };
    const found = new AwsCustomResource(this, 'OriginGroup', {
      onUpdate: {
        service: 'ec2',
        action: 'describeSecurityGroups',
        parameters,
        outputPaths: ['SecurityGroups.0.GroupId'],
        physicalResourceId: PhysicalResourceId.of('CloudFront-VPCOrigins-Service-SG'),
      },
      policy: AwsCustomResourcePolicy.fromSdkCalls({
        resources: AwsCustomResourcePolicy.ANY_RESOURCE,
      }),
      installLatestAwsSdk: false,
      logGroup: productLog(this, 'OriginGroupLog'),
    });
    found.node.addDependency(this.distribution);
    acknowledge(found, {
      'IAM5[Resource::*]': 'ec2:DescribeSecurityGroups does not support single resources.',
    });
    const group = SecurityGroup.fromSecurityGroupId(
      this,
      'CloudFront',
      found.getResponseField('SecurityGroups.0.GroupId'),
    );
    balancer.balancer.connections.allowFrom(group, Port.tcp(80), 'CloudFront');
  }
}
