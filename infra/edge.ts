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
import { acknowledge } from './acknowledge.ts';
import type { Balancer } from './balancer.ts';
import { type AccessLogs, productLog } from './logs.ts';
import type { Network } from './network.ts';
import type { Prompts } from './prompts.ts';
import type { Settings } from './settings.ts';
import type { Webhooks } from './webhooks.ts';

/** Past what an HTTP API itself waits for a function. */
const WEBHOOK_TIMEOUT_S = 30;

type Parts = Pick<Settings, 'domain'> & {
  readonly prompts: Prompts;
  readonly webhooks: Webhooks;
  readonly balancer: Balancer;
  readonly network: Network;
  readonly accessLogs: AccessLogs;
};

/** The one public door: a CloudFront distribution before everything. */
export class Edge extends Construct {
  readonly distribution: Distribution;
  /** The product's `PUBLIC_BASE_URL`. */
  readonly publicBaseUrl: string;

  constructor(scope: Construct, id: string, parts: Parts) {
    super(scope, id);
    const { prompts, webhooks, balancer, accessLogs, domain } = parts;
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
      logBucket: accessLogs.bucket,
      logFilePrefix: 'edge/',
      defaultBehavior: {
        origin: new HttpOrigin(webhooks.host, {
          protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
          originSslProtocols: [OriginSslPolicy.TLS_V1_2],
          readTimeout: Duration.seconds(WEBHOOK_TIMEOUT_S),
          // A webhook that is asked twice is answered twice: Twilio itself asks again.
          connectionAttempts: 2,
        }),
        viewerProtocolPolicy,
        allowedMethods: AllowedMethods.ALLOW_ALL,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        // An HTTP API knows itself by its own host; what Twilio signed is put together from PUBLIC_BASE_URL.
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
      CFR1: 'Twilio calls from where it likes.',
      CFR2: 'A firewall would read what customers write; every request is signed, or is for two words of health.',
      ...(!domain && {
        CFR4: 'CloudFront’s own certificate knows no other choice; with domainName it is TLS 1.2.',
      }),
    });
    this.publicBaseUrl = `https://${domain?.name ?? this.distribution.distributionDomainName}`;
    this.letIn(parts);
  }

  /** CloudFront makes the group that it comes from with its first origin in a network; only then can it be found and let in. */
  private letIn({ network, balancer }: Parts): void {
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
      'IAM5[Resource::*]': 'Security groups can be described all or not at all.',
    });
    const group = SecurityGroup.fromSecurityGroupId(
      this,
      'CloudFront',
      found.getResponseField('SecurityGroups.0.GroupId'),
    );
    balancer.balancer.connections.allowFrom(group, Port.tcp(80), 'CloudFront');
  }
}
