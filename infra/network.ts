import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { AccessLogs } from './logs.ts';
import type { Settings } from './settings.ts';

type Parts = Pick<Settings, 'zones'> & { readonly accessLogs: AccessLogs };

/** The network in two zones: tasks with public addresses, at a tenth of a NAT's cost, and an isolated balancer. */
export class Network extends Construct {
  readonly vpc: Vpc;

  constructor(scope: Construct, id: string, { accessLogs, zones }: Parts) {
    super(scope, id);
    this.vpc = new Vpc(this, 'Vpc', {
      // CloudFront does not reach every zone: docs/deploy.md names the exceptions.
      ...(zones ? { availabilityZones: [...zones] } : { maxAzs: 2 }),
      natGateways: 0,
      subnetConfiguration: [
        { name: 'tasks', subnetType: SubnetType.PUBLIC, cidrMask: 22 },
        { name: 'balancer', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
      ],
      gatewayEndpoints: {
        dynamoDb: { service: GatewayVpcEndpointAwsService.DYNAMODB },
        s3: { service: GatewayVpcEndpointAwsService.S3 },
      },
      flowLogs: {
        refused: {
          destination: FlowLogDestination.toS3(accessLogs.bucket, 'network/'),
          trafficType: FlowLogTrafficType.REJECT,
        },
      },
    });
  }
}
