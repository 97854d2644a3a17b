import { describe, expect, test } from 'vitest';
import { functions } from '#infra/functions.ts';
import { readConfig } from '#shared/config/config.ts';
import { errorCachingSeconds } from '#shared/edge-errors.ts';
import { type LambdaDescription, lambdas, recordingListener } from '#shared/lambdas.ts';
import { loadBalancing } from '#shared/load-balancing.ts';
import { functionOf, publishedFolders, type RouteName, routes } from '#shared/routes.ts';
import { type TableDescription, tables } from '#shared/tables.ts';
import { account, deployed, ofType, type Resource, synthesize } from './synthesis.ts';

/** A call moves at its next pause, after this time at the latest. */
const MOVE_DEADLINE_S = 30;
/** A store that is away delays the last write of a call by the pauses of the write queue. */
const WRITES_S = 32;

/** The longest answer of `/readyz`: a cold start, and checks of three seconds. */
const READYZ_S = 5;
/** A refused request, with a body of the largest size on a busy core. */
const REFUSAL_S = 0.1;

const template = synthesize();
const lambdaOf = (name: string) => {
  const found = ofType(template, 'AWS::Lambda::Function').find(
    ([, { Properties }]) => Properties.FunctionName === `agent-locator-${name}`,
  );
  return (found ?? ['', { Properties: {} }]) as [string, Resource];
};
const task = () => ofType(template, 'AWS::ECS::TaskDefinition')[0]?.[1].Properties;
const container = () => task().ContainerDefinitions[0];

describe('the product on AWS', () => {
  test('answers every route of the product, with its function, and no other', () => {
    const integrations = Object.fromEntries(
      ofType(template, 'AWS::ApiGatewayV2::Integration').map(([id, { Properties }]) => [
        id,
        Properties.IntegrationUri['Fn::GetAtt'][0],
      ]),
    );
    const answered = ofType(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => [
      Properties.RouteKey,
      integrations[Properties.Target['Fn::Join'][1][1].Ref],
    ]);
    const wanted = Object.entries(routes).map(([name, { method, path }]) => [
      `${method} ${path}`,
      lambdaOf(functionOf(name as RouteName))[0],
    ]);
    expect(answered.sort()).toEqual(wanted.sort());
  });

  test('limits each route by itself, so that a flood at one leaves the others to Twilio', () => {
    const [[, { Properties, DependsOn }] = ['', { Properties: {}, DependsOn: [] }]] = ofType(
      template,
      'AWS::ApiGatewayV2::Stage',
    );
    const made = ofType(template, 'AWS::ApiGatewayV2::Route');
    expect(Object.keys(Properties.RouteSettings).sort()).toEqual(
      made.map(([, route]) => route.Properties.RouteKey).sort(),
    );
    // API Gateway refuses settings of a route that does not exist yet.
    expect(DependsOn).toEqual(expect.arrayContaining(made.map(([id]) => id)));
    const { ThrottlingRateLimit: all } = Properties.DefaultRouteSettings;
    for (const [name, { method, path }] of Object.entries(routes)) {
      const limit = Properties.RouteSettings[`${method} ${path}`];
      expect(limit.ThrottlingRateLimit, name).toBeLessThanOrEqual(all / 5);
    }
  });

  test('lets strangers who ask for the health use up no function: fewer at once than are kept for it', () => {
    const [[, { Properties }] = ['', { Properties: {} }]] = ofType(
      template,
      'AWS::ApiGatewayV2::Stage',
    );
    const limits = [routes.healthz, routes.readyz].map(
      ({ method, path }) => Properties.RouteSettings[`${method} ${path}`],
    );
    const bursts = limits.map(({ ThrottlingBurstLimit }) => ThrottlingBurstLimit);
    for (const burst of bursts) expect(burst).toBeLessThanOrEqual(5);
    const { ThrottlingRateLimit: perSecond } = limits[1];
    const asked = bursts[0] + bursts[1] + perSecond * READYZ_S;
    expect(asked).toBeLessThan(functions.health.reserved);
  });

  test('lets a flood of unsigned requests at incoming_call through up to what its function can carry', () => {
    const [[, { Properties }] = ['', { Properties: {} }]] = ofType(
      template,
      'AWS::ApiGatewayV2::Stage',
    );
    const { method, path } = routes['incoming-call'];
    const limit = Properties.RouteSettings[`${method} ${path}`].ThrottlingRateLimit;
    expect(limit * REFUSAL_S).toBeLessThan(functions['incoming-call'].reserved / 2);
  });

  test.each(Object.entries<LambdaDescription>(lambdas))(
    '%s runs as it runs on a laptop: as long, and tried as often',
    (name, { timeoutMs, retryAttempts = 2 }) => {
      const [id, { Properties }] = lambdaOf(name);
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        Timeout: timeoutMs / 1_000,
        MemorySize: functions[name as keyof typeof functions].memoryMb,
      });
      const config = ofType(template, 'AWS::Lambda::EventInvokeConfig').find(
        ([, resource]) => resource.Properties.FunctionName.Ref === id,
      );
      expect(config?.[1].Properties).toMatchObject({
        MaximumRetryAttempts: retryAttempts,
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': expect.anything() } } },
      });
    },
  );

  test('keeps every table as the product describes it', () => {
    const made = ofType(template, 'AWS::DynamoDB::Table').map(([, { Properties }]) => ({
      name: Properties.TableName,
      keys: Properties.KeySchema.map((key: { AttributeName: string }) => key.AttributeName),
      indexes: (Properties.GlobalSecondaryIndexes ?? []).map(
        (index: { IndexName: string; KeySchema: { AttributeName: string }[] }) => [
          index.IndexName,
          ...index.KeySchema.map((key) => key.AttributeName),
        ],
      ),
      expiry: Properties.TimeToLiveSpecification?.AttributeName,
      isRecoverable: Properties.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled,
    }));
    const wanted = Object.entries<TableDescription>(tables).map(([name, table]) => ({
      name,
      keys: [table.partitionKey, table.sortKey].flatMap((key) => key?.name ?? []),
      indexes: table.indexes.map(({ name: index, partitionKey, sortKey }) => [
        index,
        partitionKey.name,
        ...(sortKey ? [sortKey.name] : []),
      ]),
      expiry: table.expiryAttribute,
      isRecoverable: name !== 'call_watch',
    }));
    expect(made).toEqual(wanted);
  });

  test('publishes recordings and documents, each as what it is, and nothing else', () => {
    const published = ofType(template, 'Custom::CDKBucketDeployment').map(([, { Properties }]) => [
      `/${Properties.DestinationBucketKeyPrefix}`,
      Properties.SystemMetadata,
    ]);
    const wanted = Object.values(publishedFolders).map(({ path, contentType }) => [
      path,
      { 'content-type': contentType, 'cache-control': 'public, max-age=60' },
    ]);
    expect(published).toEqual(wanted);
  });

  test('has one door: CloudFront, over https alone', () => {
    const [[, { Properties }] = ['', { Properties: {} }]] = ofType(
      template,
      'AWS::CloudFront::Distribution',
    );
    const { DefaultCacheBehavior, CacheBehaviors } = Properties.DistributionConfig;
    const behaviours = [DefaultCacheBehavior, ...CacheBehaviors];
    expect(behaviours.map(({ PathPattern }) => PathPattern)).toEqual([
      undefined,
      '/static/*',
      '/ws/*',
    ]);
    for (const { ViewerProtocolPolicy } of behaviours)
      expect(ViewerProtocolPolicy).toBe('https-only');
    const [[, balancer] = ['', { Properties: {} }]] = ofType(
      template,
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
    );
    expect(balancer.Properties.Scheme).toBe('internal');
    const groups = ofType(template, 'AWS::EC2::SecurityGroup');
    expect(groups.flatMap(([, group]) => group.Properties.SecurityGroupIngress ?? [])).toEqual([]);
    const ports = ofType(template, 'AWS::EC2::SecurityGroupIngress').map(
      ([, rule]) => rule.Properties,
    );
    for (const rule of ports) expect(rule.SourceSecurityGroupId).toBeDefined();
    expect(ports.map(({ FromPort }) => FromPort).sort()).toEqual([80, 8081]);
    for (const [, bucket] of ofType(template, 'AWS::S3::Bucket')) {
      expect(bucket.Properties.PublicAccessBlockConfiguration).toMatchObject({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
    }
  });

  test('holds live calls in two tasks at least, which write nothing and are replaced one by one', () => {
    const [[, { Properties: service }] = ['', { Properties: {} }]] = ofType(
      template,
      'AWS::ECS::Service',
    );
    expect(service).toMatchObject({
      DesiredCount: 2,
      DeploymentConfiguration: {
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      },
    });
    expect(task().RuntimePlatform).toEqual({
      CpuArchitecture: 'ARM64',
      OperatingSystemFamily: 'LINUX',
    });
    expect(container()).toMatchObject({
      ReadonlyRootFilesystem: true,
      LinuxParameters: { InitProcessEnabled: true },
      StopTimeout: 120,
    });
    const [[, { Properties: tasks }] = ['', { Properties: {} }]] = ofType(
      template,
      'AWS::ApplicationAutoScaling::ScalableTarget',
    );
    expect(tasks.MinCapacity).toBe(2);
    const tracked = ofType(template, 'AWS::ApplicationAutoScaling::ScalingPolicy').map(
      ([, { Properties }]) =>
        Properties.TargetTrackingScalingPolicyConfiguration.CustomizedMetricSpecification
          ?.MetricName,
    );
    expect(tracked).toContain('ActiveStreams');
  });

  test('balances streams as the stand-in does: in turn, with the shortest health clock', () => {
    const [[, { Properties }] = ['', { Properties: {} }]] = ofType(
      template,
      'AWS::ElasticLoadBalancingV2::TargetGroup',
    );
    const attributes = Object.fromEntries(
      Properties.TargetGroupAttributes.map(({ Key, Value }: Record<'Key' | 'Value', string>) => [
        Key,
        Value,
      ]),
    );
    expect(Properties).toMatchObject({
      HealthCheckPath: '/healthz',
      HealthCheckIntervalSeconds: loadBalancing.healthEveryMs / 1_000,
      HealthCheckTimeoutSeconds: loadBalancing.healthTimeoutMs / 1_000,
      HealthyThresholdCount: loadBalancing.healthChecks,
      UnhealthyThresholdCount: loadBalancing.healthChecks,
    });
    expect(attributes).toMatchObject({
      'load_balancing.algorithm.type': 'round_robin',
      'deregistration_delay.timeout_seconds': `${loadBalancing.deregistrationDelayMs / 1_000}`,
    });
  });

  test('gives a stopping task the time to wait out its deregistration and to move its calls', () => {
    const { stopGraceSeconds } = readConfig({
      ...account,
      PUBLIC_BASE_URL: 'https://example.com',
    }).media;
    const { healthEveryMs, healthChecks } = loadBalancing;
    expect(stopGraceSeconds * 1_000).toBeGreaterThanOrEqual(healthEveryMs * healthChecks);
    expect(container().StopTimeout).toBeGreaterThan(stopGraceSeconds + MOVE_DEADLINE_S + WRITES_S);
  });

  test('keeps no error at the edge: one refused stream would refuse all others', () => {
    const [[, { Properties }] = ['', { Properties: {} }]] = ofType(
      template,
      'AWS::CloudFront::Distribution',
    );
    const settings = Object.fromEntries(
      Properties.DistributionConfig.CustomErrorResponses.map(
        (setting: Record<'ErrorCode' | 'ErrorCachingMinTTL', number>) => [
          setting.ErrorCode,
          setting.ErrorCachingMinTTL,
        ],
      ),
    );
    expect(settings).toEqual(errorCachingSeconds);
    for (const status of [400, 403, 404, 405, 414, 500, 501, 502, 503, 504])
      expect(settings).toHaveProperty(`${status}`, 0);
  });

  test('has recordings transcribed when they arrive', () => {
    const bucket = ofType(template, 'AWS::S3::Bucket').find(
      ([, { Properties }]) => Properties.NotificationConfiguration,
    );
    const [listener] = bucket?.[1].Properties.NotificationConfiguration.LambdaConfigurations ?? [];
    expect(deployed(listener)).toEqual({
      Event: 's3:ObjectCreated:*',
      Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'recordings/' }] } },
      Function: `arn:aws:lambda:eu-central-1:123456789012:function:agent-locator-${recordingListener}`,
    });
    const allowed = ofType(template, 'AWS::Lambda::Permission').filter(
      ([id, { Properties }]) =>
        Properties.Principal === 's3.amazonaws.com' && bucket?.[1].DependsOn?.includes(id),
    );
    expect(allowed).toHaveLength(1);
  });

  test('starts what recurs, and nothing else, by a schedule', () => {
    const recurring = ofType(template, 'AWS::Scheduler::Schedule').map(([, { Properties }]) => [
      Properties.Name,
      Properties.ScheduleExpression,
      Properties.Target.Arn['Fn::GetAtt'][0],
      Properties.Target.RetryPolicy.MaximumRetryAttempts,
    ]);
    const wanted = Object.entries<LambdaDescription>(lambdas).flatMap(([name, { every }]) =>
      every ? [[name, `rate(${every})`, lambdaOf(name)[0], 0]] : [],
    );
    expect(recurring).toEqual(wanted);
  });

  test('lets schedules invoke every function that is put off, by the name that the product knows', () => {
    const prefix = deployed(container().Environment.find(isNamed('FUNCTION_ARN_PREFIX')).Value);
    const [, role] = ofType(template, 'AWS::IAM::Policy').find(([id]) =>
      id.startsWith('DeferredWorkRole'),
    ) ?? ['', undefined];
    const invoked = deployed(
      role?.Properties.PolicyDocument.Statement.find(
        ({ Action }: { Action: string }) => Action === 'lambda:InvokeFunction',
      ).Resource,
    );
    const wanted = Object.entries<LambdaDescription>(lambdas).flatMap(
      ([name, { every, isScheduled }]) => (every || isScheduled ? [`${prefix}${name}`] : []),
    );
    expect((invoked as string[]).sort()).toEqual(wanted.sort());
    for (const arn of wanted)
      expect(arn.split(':').at(-1)).toBe(lambdaOf(nameIn(arn))[1].Properties.FunctionName);
  });
});

function isNamed(name: string) {
  return ({ Name }: { Name: string }) => Name === name;
}

function nameIn(arn: string): string {
  return arn.replace(/^.*:agent-locator-/, '');
}
