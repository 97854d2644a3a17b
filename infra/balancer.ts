import { Duration } from 'aws-cdk-lib';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import {
  type ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  TargetGroupLoadBalancingAlgorithmType,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { type LoadBalancing, loadBalancing } from '#shared/load-balancing.ts';
import { MEDIA_PORT } from './capacity.ts';
import type { Network } from './network.ts';
import { acknowledge } from './rule-exceptions.ts';
import type { Settings } from './settings.ts';

/** The idle timeout: longer than the longest call, because a stream may be quiet in one direction all along. */
const IDLE_TIMEOUT_S = 4_000;

const algorithms: Record<LoadBalancing['algorithm'], TargetGroupLoadBalancingAlgorithmType> = {
  'round-robin': TargetGroupLoadBalancingAlgorithmType.ROUND_ROBIN,
  'least-outstanding': TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS,
};

type Parts = Pick<Settings, 'isProtected'> & { readonly network: Network };

/** The load balancer of the media streams: internal, reachable only through CloudFront. */
export class Balancer extends Construct {
  readonly balancer: ApplicationLoadBalancer;
  readonly listener: ApplicationListener;
  readonly targets: ApplicationTargetGroup;

  constructor(scope: Construct, id: string, { isProtected, network: { vpc } }: Parts) {
    super(scope, id);
    this.balancer = new ApplicationLoadBalancer(this, 'Balancer', {
      vpc,
      internetFacing: false,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      idleTimeout: Duration.seconds(IDLE_TIMEOUT_S),
      dropInvalidHeaderFields: true,
      deletionProtection: isProtected,
    });
    acknowledge(this.balancer, {
      ELB2: 'CloudFront logs every request, and the media service logs every refused handshake with the reason.',
    });
    this.targets = new ApplicationTargetGroup(this, 'Tasks', {
      vpc,
      protocol: ApplicationProtocol.HTTP,
      port: MEDIA_PORT,
      targetType: TargetType.IP,
      deregistrationDelay: Duration.millis(loadBalancing.deregistrationDelayMs),
      loadBalancingAlgorithmType: algorithms[loadBalancing.algorithm],
      healthCheck: {
        path: '/healthz',
        interval: Duration.millis(loadBalancing.healthEveryMs),
        timeout: Duration.millis(loadBalancing.healthTimeoutMs),
        healthyThresholdCount: loadBalancing.healthChecks,
        unhealthyThresholdCount: loadBalancing.healthChecks,
      },
    });
    this.listener = this.balancer.addListener('Streams', {
      protocol: ApplicationProtocol.HTTP,
      port: 80,
      open: false,
      defaultTargetGroups: [this.targets],
    });
  }
}
