import { describe, expect, test } from 'vitest';
import { UNRESERVED_MINIMUM } from '#infra/functions.ts';
import { isGreetingOf } from '#infra/prompts.ts';
import { WATCHDOG_PACE } from '#shared/domain/calls/watchdog.ts';
import { tables } from '#shared/tables.ts';
import { ofType, type Resource, synthesize, type Template } from './synthesis.ts';

const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/abc';
const webAclArn = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/agent-locator/a1b2';
/** The concurrent functions that AWS grants on request. */
const USUAL_QUOTA = 1_000;
const office = { OFFICE_NAME: 'תיווך השרון', OFFICE_NUMBER: '+97231234567' };
/** A deployment with only the required settings. */
const plain = synthesize();
/** A deployment with every setting that goes with the others: each synthesis takes seconds. */
const full = synthesize({
  ...{ domainName: 'voice.example.com', certificateArn, webAclArn },
  ...{ alarmEmail: 'ops@example.com', protection: 'on', reservedConcurrency: 'on' },
  ...{ zones: 'us-east-1b, us-east-1d', RETENTION_DAYS: '180' },
  MAIL_FROM: 'agent@office.example',
  ...office,
});

describe('a deployment', () => {
  test('lives at the office’s own domain, with its certificate', () => {
    const [[, { Properties }] = missing] = ofType(full, 'AWS::CloudFront::Distribution');
    expect(Properties.DistributionConfig).toMatchObject({
      Aliases: ['voice.example.com'],
      ViewerCertificate: {
        AcmCertificateArn: certificateArn,
        MinimumProtocolVersion: 'TLSv1.2_2021',
      },
    });
    for (const [, { Properties }] of ofType(full, 'AWS::Lambda::Function')) {
      if (!Properties.FunctionName) continue;
      expect(Properties.Environment.Variables.PUBLIC_BASE_URL).toBe('https://voice.example.com');
    }
    const [[, without] = missing] = ofType(plain, 'AWS::CloudFront::Distribution');
    expect(without.Properties.DistributionConfig.Aliases).toBeUndefined();
  });

  test('has a configuration set, and its reports, only where it sends mails', () => {
    const [[set, { Properties }] = missing] = ofType(full, 'AWS::SES::ConfigurationSet');
    expect(Properties).toMatchObject({
      Name: 'agent-locator-mail',
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
    });
    const [[, events] = missing] = ofType(full, 'AWS::SES::ConfigurationSetEventDestination');
    expect(events.Properties).toMatchObject({
      ConfigurationSetName: { Ref: set },
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: ['send', 'delivery', 'bounce', 'complaint', 'reject'],
      },
    });
    const [[, rule] = missing] = ofType(full, 'AWS::Events::Rule');
    expect(rule.Properties).toMatchObject({
      EventPattern: {
        source: ['aws.ses'],
        detail: { mail: { tags: { 'ses:configuration-set': ['agent-locator-mail'] } } },
      },
      Targets: [
        {
          Arn: { 'Fn::GetAtt': [expect.stringMatching(/^Functionsmailreport/), 'Arn'] },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/Dead/), 'Arn'] } },
        },
      ],
    });
    const tell = ofType(full, 'AWS::Lambda::Function').find(
      ([, one]) => one.Properties.FunctionName === 'agent-locator-tell',
    );
    expect(tell?.[1].Properties.Environment.Variables).toMatchObject({
      MAIL_FROM: 'agent@office.example',
      MAIL_CONFIGURATION_SET: { Ref: set },
    });
    for (const type of ['ConfigurationSet', 'ConfigurationSetEventDestination']) {
      expect(ofType(plain, `AWS::SES::${type}`)).toEqual([]);
    }
    expect(ofType(plain, 'AWS::Events::Rule')).toEqual([]);
  });

  test('sends its alarms to one address', () => {
    expect(ofType(full, 'AWS::SNS::Subscription').map(([, one]) => one.Properties)).toEqual([
      {
        Protocol: 'email',
        Endpoint: 'ops@example.com',
        TopicArn: { Ref: expect.stringMatching(/^AlarmsTopic/) },
      },
    ]);
    expect(ofType(plain, 'AWS::SNS::Subscription')).toEqual([]);
  });

  test('keeps its data when it is removed, but not when its first deployment fails', () => {
    const kept = Object.values(plain.Resources).filter(
      ({ DeletionPolicy = 'Delete' }) => DeletionPolicy !== 'Delete',
    );
    const policies = kept.map(({ Type, DeletionPolicy, UpdateReplacePolicy, Properties }) => [
      Properties.TableName ?? Type,
      DeletionPolicy,
      UpdateReplacePolicy,
    ]);
    expect(Object.fromEntries(policies.map(([name, ...policy]) => [name, policy]))).toEqual({
      ...Object.fromEntries(
        Object.keys(tables).map((name) => [name, ['RetainExceptOnCreate', 'Retain']]),
      ),
      'AWS::SecretsManager::Secret': ['RetainExceptOnCreate', 'Retain'],
      'AWS::S3::Bucket': ['RetainExceptOnCreate', 'Retain'],
    });
    // The bucket of access logs has no name of its own, so it stands in nobody’s way.
    const stubborn = kept.filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain');
    expect(stubborn.map(({ Properties }) => Properties.BucketName)).toEqual([undefined]);
  });

  test('can be deleted until its protection is switched on, with the second deployment', () => {
    const deletable = (of: Template) => [
      ...ofType(of, 'AWS::DynamoDB::Table').map(
        ([, { Properties }]) => Properties.DeletionProtectionEnabled ?? false,
      ),
      ...ofType(of, 'AWS::ElasticLoadBalancingV2::LoadBalancer').map(([, { Properties }]) =>
        Properties.LoadBalancerAttributes.some(
          ({ Key, Value }: { Key: string; Value: string }) =>
            Key === 'deletion_protection.enabled' && Value === 'true',
        ),
      ),
    ];
    const all = Object.keys(tables).length + 1;
    expect(deletable(plain)).toEqual(Array(all).fill(false));
    expect(deletable(full)).toEqual(Array(all).fill(true));
  });

  test('of the stage dev leaves nothing behind: no table, no secret, no bucket with files in it', () => {
    const dev = synthesize({ stage: 'dev' });
    const left = Object.values(dev.Resources).filter(
      ({ DeletionPolicy = 'Delete' }) => DeletionPolicy !== 'Delete',
    );
    expect(left).toEqual([]);
    expect(emptied(dev)).toEqual(ofType(dev, 'AWS::S3::Bucket').map(([id]) => id));
  });

  test('empties the bucket of prompts when it is removed, because it always has files in it', () => {
    expect(emptied(plain)).toEqual([expect.stringMatching(/^PromptsBucket/)]);
  });

  test('forgets recordings and attachments after the retention of the rows', () => {
    const expiryOf = (of: Template) =>
      ofType(of, 'AWS::S3::Bucket').flatMap(([id, { Properties }]) =>
        id.startsWith('Recordings') ? Properties.LifecycleConfiguration.Rules : [],
      );
    expect(expiryOf(plain)).toEqual([
      { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' },
    ]);
    expect(expiryOf(full)).toEqual([
      {
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        ExpirationInDays: 180,
        Status: 'Enabled',
      },
    ]);
  });

  test('lies in the named zones, where CloudFront does not reach the first two of the Region', () => {
    const zones = ofType(full, 'AWS::EC2::Subnet').map(
      ([, { Properties }]) => Properties.AvailabilityZone,
    );
    expect(new Set(zones)).toEqual(new Set(['us-east-1b', 'us-east-1d']));
  });

  test('has a firewall where it is given one', () => {
    const aclOf = (of: Template) =>
      ofType(of, 'AWS::CloudFront::Distribution')[0]?.[1].Properties.DistributionConfig.WebACLId;
    expect(aclOf(plain)).toBeUndefined();
    expect(aclOf(full)).toBe(webAclArn);
  });

  test('keeps a part of the account’s concurrency for calls once that is switched on', () => {
    const reservedIn = (of: Template) =>
      Object.fromEntries(
        ofType(of, 'AWS::Lambda::Function').flatMap(([, { Properties }]) =>
          Properties.ReservedConcurrentExecutions === undefined
            ? []
            : [
                [
                  Properties.FunctionName.replace('agent-locator-', ''),
                  Properties.ReservedConcurrentExecutions,
                ],
              ],
        ),
      );
    expect(reservedIn(plain)).toEqual({});
    const reserved = reservedIn(full);
    const callers = ['incoming-call', 'stream-ended', 'handle-recording', 'dial-ended'];
    for (const name of [...callers, 'dial-whisper', 'whatsapp-inbound', 'health', 'watchdog']) {
      expect(reserved[name], name).toBeGreaterThan(0);
    }
    // A watchdog starts each minute and lives for longer than three.
    expect(reserved.watchdog).toBeGreaterThan(Math.ceil(WATCHDOG_PACE.lifeMs / 60_000));
    const sum = Object.values<number>(reserved).reduce((all, one) => all + one, 0);
    expect(sum).toBeLessThanOrEqual(USUAL_QUOTA - UNRESERVED_MINIMUM);
  });

  test('hands the product’s own variables to functions and tasks alike', () => {
    for (const [, { Properties }] of ofType(full, 'AWS::Lambda::Function')) {
      if (Properties.FunctionName) expect(Properties.Environment.Variables).toMatchObject(office);
    }
    const [[, { Properties }] = missing] = ofType(full, 'AWS::ECS::TaskDefinition');
    expect(Properties.ContainerDefinitions[0].Environment).toEqual(
      expect.arrayContaining(Object.entries(office).map(([Name, Value]) => ({ Name, Value }))),
    );
  });

  test.for<[string | undefined, boolean]>([
    [undefined, true],
    ['משרד התיווך', true],
    ['תיווך השרון', false],
  ])(
    'warns where the recorded greeting does not name the office %s: %s is fine',
    ([name, isFine]) => {
      expect(isGreetingOf(name)).toBe(isFine);
    },
  );

  test('restarts every function and task when it is given a moment', () => {
    const [before, after] = [plain, synthesize({ restartedAt: '2026-11-23' })];
    const whatRuns = (of: Template) =>
      [...ofType(of, 'AWS::Lambda::Function'), ...ofType(of, 'AWS::ECS::TaskDefinition')]
        .filter(([, { Properties }]) => Properties.FunctionName || Properties.ContainerDefinitions)
        .map(([, { Properties }]) => JSON.stringify(Properties));
    const running = new Set(whatRuns(before));
    expect(whatRuns(after).filter((one) => running.has(one))).toEqual([]);
  });

  test.each([
    [{ stage: 'staging' }, 'stage must be prod or dev, not "staging"'],
    [{ domainName: 'voice.example.com' }, 'domainName and certificateArn must be set together'],
    [
      { domainName: 'a.b', certificateArn: 'arn:aws:acm:eu-west-1:1:certificate/a' },
      'certificateArn must be in us-east-1',
    ],
    [{ alarmEmail: 'nobody' }, 'alarmEmail must be an e-mail address'],
    [{ protection: 'yes' }, 'protection must be on or off, not "yes"'],
    [{ stage: 'dev', protection: 'on' }, 'protection is for prod'],
    [{ reservedConcurrency: '10' }, 'reservedConcurrency must be on or off, not "10"'],
    [
      { webAclArn: 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/b' },
      'webAclArn must be a global web ACL in us-east-1',
    ],
    [{ zones: 'us-east-1a' }, 'zones must be two availability zones'],
    [{ zones: 'use1-az1,use1-az2' }, 'zones must be two availability zones'],
    [{ OFICE_NAME: 'x' }, 'OFICE_NAME is not a variable of the product, or is a secret'],
    [
      { TWILIO_AUTH_TOKEN: 'x' },
      'TWILIO_AUTH_TOKEN is not a variable of the product, or is a secret',
    ],
    [{ PUBLIC_BASE_URL: 'https://x.y' }, 'PUBLIC_BASE_URL is set by the stack itself'],
    [{ OFFICE_NUMBER: '03-1234567' }, 'OFFICE_NUMBER must be a phone number in E.164'],
    [{ TWILIO_ACCOUNT_SID: 'AC1' }, 'TWILIO_ACCOUNT_SID must be AC and 32 hex digits'],
  ])('is refused with %j, and told why', (context, reason) => {
    expect(() => synthesize(context as Record<string, string>)).toThrow(reason);
  });
});

/** Lists the buckets that are emptied before they are deleted. */
function emptied(of: Template): string[] {
  return ofType(of, 'Custom::S3AutoDeleteObjects').map(
    ([, { Properties }]) => Properties.BucketName.Ref,
  );
}

const missing: [string, Resource] = ['', { Type: '', Properties: {} }];
