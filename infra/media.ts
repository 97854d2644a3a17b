import { Aws, Duration, Size } from 'aws-cdk-lib';
import { Port, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import {
  AwsLogDriverMode,
  Cluster,
  ContainerImage,
  ContainerInsights,
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  LinuxParameters,
  LogDrivers,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { Balancer } from './balancer.ts';
import type { Bundles } from './bundles.ts';
import { capacity, MEDIA_PORT } from './capacity.ts';
import { mediaRights } from './functions.ts';
import { productLog } from './logs.ts';
import { measured } from './metrics.ts';
import type { Network } from './network.ts';
import { grant, type Possessions } from './rights.ts';

/** What a task has after it was told to stop: the most that Fargate gives; calls move within half a minute. */
const STOP_TIMEOUT_S = 120;
/** A task warms its vendors before it takes streams. */
const START_GRACE_S = 60;
/** Lines wait here rather than hold up the audio; what does not fit is dropped. */
const LOG_BUFFER_MB = 8;
const SCALE_OUT_COOLDOWN_S = 30;
const SCALE_IN_COOLDOWN_S = 300;
/** Calls decide how many tasks there are; this is for calls that are dearer than thought. */
const CPU_TARGET_PERCENT = 60;

type Parts = {
  readonly network: Network;
  readonly balancer: Balancer;
  readonly bundles: Bundles;
  readonly environment: Record<string, string>;
  readonly possessions: Possessions;
};

/** The media service: tasks that hold the streams of live calls. */
export class Media extends Construct {
  readonly service: FargateService;

  constructor(scope: Construct, id: string, parts: Parts) {
    super(scope, id);
    const { network, balancer } = parts;
    const cluster = new Cluster(this, 'Cluster', {
      vpc: network.vpc,
      containerInsightsV2: ContainerInsights.DISABLED,
    });
    acknowledge(cluster, {
      ECS4: 'What it would tell, the product counts itself: streams, turns, refusals; load and health come with the service and the balancer.',
    });
    this.service = new FargateService(this, 'Service', {
      cluster,
      taskDefinition: this.task(parts),
      desiredCount: capacity.minTasks,
      vpcSubnets: { subnetType: SubnetType.PUBLIC },
      assignPublicIp: true,
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      circuitBreaker: { rollback: true },
      healthCheckGracePeriod: Duration.seconds(START_GRACE_S),
    });
    this.service.attachToApplicationTargetGroup(balancer.targets);
    this.service.connections.allowFrom(balancer.balancer, Port.tcp(MEDIA_PORT));
    this.service.node.addDependency(balancer.listener);
    this.grow();
  }

  private task({ bundles, environment, possessions }: Parts): FargateTaskDefinition {
    const roleOf = (name: string) =>
      new Role(this, name, { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    const [taskRole, executionRole] = [roleOf('TaskRole'), roleOf('ExecutionRole')];
    grant(taskRole, mediaRights, possessions);
    const task = new FargateTaskDefinition(this, 'Task', {
      cpu: capacity.cpuUnits,
      memoryLimitMiB: capacity.memoryMb,
      runtimePlatform: {
        cpuArchitecture: CpuArchitecture.ARM64,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
      taskRole,
      executionRole,
    });
    const linuxParameters = new LinuxParameters(this, 'Linux', { initProcessEnabled: true });
    task.addContainer('media', {
      image: ContainerImage.fromAsset(bundles.media, { platform: Platform.LINUX_ARM64 }),
      portMappings: [{ containerPort: MEDIA_PORT }],
      environment: {
        ...environment,
        AWS_REGION: Aws.REGION,
        MEDIA_PORT: `${MEDIA_PORT}`,
        MAX_CONNECTIONS: `${capacity.maxConnections}`,
      },
      // Nothing is written but to the log.
      readonlyRootFilesystem: true,
      linuxParameters,
      stopTimeout: Duration.seconds(STOP_TIMEOUT_S),
      logging: LogDrivers.awsLogs({
        logGroup: productLog(this, 'Log', '/agent-locator/media'),
        streamPrefix: 'media',
        mode: AwsLogDriverMode.NON_BLOCKING,
        maxBufferSize: Size.mebibytes(LOG_BUFFER_MB),
      }),
    });
    acknowledge(task, {
      ECS2: 'They are addresses and names; whatever is secret is read from Secrets Manager.',
    });
    acknowledge(executionRole, {
      'IAM5[Resource::*]':
        'A token of the registry is nobody’s in particular: AWS wants a star for it.',
    });
    return task;
  }

  private grow(): void {
    const { minTasks: minCapacity, maxTasks: maxCapacity, targetStreams } = capacity;
    const cooldowns = {
      scaleOutCooldown: Duration.seconds(SCALE_OUT_COOLDOWN_S),
      scaleInCooldown: Duration.seconds(SCALE_IN_COOLDOWN_S),
    };
    const tasks = this.service.autoScaleTaskCount({ minCapacity, maxCapacity });
    tasks.scaleToTrackCustomMetric('Streams', {
      metric: measured('ActiveStreams', 'mean'),
      targetValue: targetStreams,
      ...cooldowns,
    });
    tasks.scaleOnCpuUtilization('Cpu', {
      targetUtilizationPercent: CPU_TARGET_PERCENT,
      ...cooldowns,
    });
  }
}
