import { describe, expect, test } from 'vitest';
import { ofType, type Resource, synthesize, type Template } from './synthesis.ts';

const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/abc';
/** A deployment with only the required settings. */
const plain = synthesize();

describe('a deployment', () => {
  test('lives at the office’s own domain, with its certificate', () => {
    const template = synthesize({ domainName: 'voice.example.com', certificateArn });
    const [[, { Properties }] = missing] = ofType(template, 'AWS::CloudFront::Distribution');
    expect(Properties.DistributionConfig).toMatchObject({
      Aliases: ['voice.example.com'],
      ViewerCertificate: {
        AcmCertificateArn: certificateArn,
        MinimumProtocolVersion: 'TLSv1.2_2021',
      },
    });
    for (const [, { Properties }] of ofType(template, 'AWS::Lambda::Function')) {
      if (!Properties.FunctionName) continue;
      expect(Properties.Environment.Variables.PUBLIC_BASE_URL).toBe('https://voice.example.com');
    }
    const [[, without] = missing] = ofType(plain, 'AWS::CloudFront::Distribution');
    expect(without.Properties.DistributionConfig.Aliases).toBeUndefined();
  });

  test('sends its alarms to one address', () => {
    const template = synthesize({ alarmEmail: 'ops@example.com' });
    expect(ofType(template, 'AWS::SNS::Subscription').map(([, one]) => one.Properties)).toEqual([
      {
        Protocol: 'email',
        Endpoint: 'ops@example.com',
        TopicArn: { Ref: expect.stringMatching(/^AlarmsTopic/) },
      },
    ]);
    expect(ofType(plain, 'AWS::SNS::Subscription')).toEqual([]);
  });

  test('keeps its data when it is removed, unless its stage is dev', () => {
    const [prod, dev] = [plain, synthesize({ stage: 'dev' })];
    const kept = ['AWS::DynamoDB::Table', 'AWS::SecretsManager::Secret'];
    for (const type of kept) {
      for (const [, table] of ofType(prod, type)) expect(table.DeletionPolicy).toBe('Retain');
      for (const [, table] of ofType(dev, type)) expect(table.DeletionPolicy).toBe('Delete');
    }
    const isProtected = ([, { Properties }]: [string, Resource]) =>
      Properties.DeletionProtectionEnabled;
    expect(ofType(prod, 'AWS::DynamoDB::Table').every(isProtected)).toBe(true);
    expect(ofType(dev, 'AWS::DynamoDB::Table').some(isProtected)).toBe(false);
  });

  test('hands the product’s own variables to functions and tasks alike', () => {
    const template = synthesize({ OFFICE_NAME: 'תיווך השרון', OFFICE_NUMBER: '+97231234567' });
    const told = { OFFICE_NAME: 'תיווך השרון', OFFICE_NUMBER: '+97231234567' };
    for (const [, { Properties }] of ofType(template, 'AWS::Lambda::Function')) {
      if (Properties.FunctionName) expect(Properties.Environment.Variables).toMatchObject(told);
    }
    const [[, { Properties }] = missing] = ofType(template, 'AWS::ECS::TaskDefinition');
    expect(Properties.ContainerDefinitions[0].Environment).toEqual(
      expect.arrayContaining(Object.entries(told).map(([Name, Value]) => ({ Name, Value }))),
    );
  });

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

const missing: [string, Resource] = ['', { Type: '', Properties: {} }];
