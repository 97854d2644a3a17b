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
import type { Balancer } from './balancer.ts';
import type { Bundles } from './bundles.ts';
import { capacity, MEDIA_PORT } from './capacity.ts';
import { mediaRights } from './functions.ts';
import { productLog } from './logs.ts';
import { measured } from './metrics.ts';
import type { Network } from './network.ts';
import { type GrantableResources, grant } from './rights.ts';
import { acknowledge } from './rule-exceptions.ts';

/** The time from a task's SIGTERM to its SIGKILL: Fargate's maximum; calls move within half a minute. */
const STOP_TIMEOUT_S = 120;
/** The time in which a starting task may fail health checks: it connects to its vendors first. */
const START_GRACE_S = 60;
/** The log buffer keeps slow logging from delaying audio; lines beyond it are dropped. */
const LOG_BUFFER_MB = 8;
const SCALE_OUT_COOLDOWN_S = 30;
const SCALE_IN_COOLDOWN_S = 300;
/** The second scaling target, for calls that cost more than assumed; the first is their number. */
const CPU_TARGET_PERCENT = 60;

type Parts = {
  readonly network: Network;
  readonly balancer: Balancer;
  readonly bundles: Bundles;
  readonly environment: Record<string, string>;
  readonly resources: GrantableResources;
};

/** The media service: the tasks that hold the streams of live calls. */
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
      ECS4: 'The product counts streams, turns and refusals itself; the service and the balancer report load and health.',
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
    this.scale();
  }

  private task({ bundles, environment, resources }: Parts): FargateTaskDefinition {
    const roleOf = (name: string) =>
      new Role(this, name, { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    const [taskRole, executionRole] = [roleOf('TaskRole'), roleOf('ExecutionRole')];
    grant(taskRole, mediaRights, resources);
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
      // The service writes only to the log.
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
      ECS2: 'The variables are addresses and names; secrets are read from Secrets Manager.',
    });
    acknowledge(executionRole, {
      'IAM5[Resource::*]': 'ecr:GetAuthorizationToken does not support single resources.',
    });
    return task;
  }

  private scale(): void {
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
