import { readFileSync } from 'node:fs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { type FunctionDescription, functions, mediaRights, type Rights } from '#infra/functions.ts';
import { readConfig } from '#shared/config/config.ts';
import { checkSecret } from '#shared/config/secrets.ts';
import { lambdas } from '#shared/lambdas.ts';
import { account, deployed, ofType, synthesizeAnew, type Template } from './synthesis.ts';

const MAIL_FROM = 'agent@office.example';
// A rule that is broken without a stated reason fails the synthesis itself.
const template = synthesizeAnew({ MAIL_FROM }, (app) => [new AwsSolutionsChecks(app)]);

/** Actions allowed on more than one named resource, with the reason. CDK's own functions run only during a deployment. */
const wildcards: Readonly<Record<string, RegExp>> = {
  'files are named after their calls and messages':
    /^s3:(Get|Put)Object on agent-locator-recordings-[\w-]+\/(recordings|attachments)\/\*$/,
  'schedules are named after what they are about':
    /^scheduler:(Create|Delete)Schedule on schedule\/agent-locator\/[a-z-]+-\*$/,
  'recipients may be identities too, and the condition names the sender':
    /^ses:Send(Raw)?Email on identity\/\*$/,
  'AWS knows no smaller right': /^(ec2:DescribeSecurityGroups|ecr:GetAuthorizationToken) on \*$/,
};
const cdkOwn = /^CustomCDKBucketDeployment/;

type Statement = {
  readonly Effect: string;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: unknown;
};

function statements(of: Template): [string, Statement][] {
  return ofType(of, 'AWS::IAM::Policy').flatMap(([id, { Properties }]) =>
    Properties.PolicyDocument.Statement.map((statement: Statement) => [id, statement]),
  );
}

describe('the rights of the product', () => {
  test('are to named actions on named things, but for a few with a reason', () => {
    const starred = statements(template)
      .filter(([id]) => !cdkOwn.test(id))
      .flatMap(([, { Action, Resource }]) =>
        [Action].flat().flatMap((action) =>
          [deployed(Resource)].flat().flatMap((resource) => {
            const isWide = `${action}${resource}`.includes('*');
            return isWide ? [`${action} on ${`${resource}`.replace(/^arn:.*:/, '')}`] : [];
          }),
        ),
      );
    const reasons = Object.values(wildcards);
    expect(starred.filter((one) => !reasons.some((reason) => reason.test(one)))).toEqual([]);
    expect(reasons.filter((reason) => !starred.some((one) => reason.test(one)))).toEqual([]);
  });

  test('are those of one role a function, and of the tasks', () => {
    const roles = ofType(template, 'AWS::Lambda::Function')
      .filter(([, { Properties }]) => Properties.FunctionName)
      .map(([, { Properties }]) => Properties.Role['Fn::GetAtt'][0]);
    expect(new Set(roles).size).toBe(Object.keys(lambdas).length);
  });

  test.each([...Object.entries<FunctionDescription>(functions), ['media', mediaRights] as const])(
    'of %s are exactly those that are described',
    (name, rights) => {
      const owner = name === 'media' ? 'MediaTaskRole' : `Functions${name.replaceAll('-', '')}Role`;
      const granted = statements(template)
        .filter(([id]) => id.startsWith(owner))
        .flatMap(([, { Action, Resource, Condition }]) =>
          [Action].flat().flatMap((action) =>
            [named(Resource)].flat().map((resource) => {
              const of = keysIn(Condition).map((key) => ` of ${key}`);
              return `${action}${of.join()} on ${resource}`;
            }),
          ),
        );
      const everybody = [/^logs:/, /^sqs:SendMessage/];
      const own = granted.filter((one) => !everybody.some((common) => common.test(one)));
      expect(own.sort()).toEqual([...new Set(described(rights))].sort());
    },
  );

  test('to the tasks are complete where a task of a call is opened, which may join another', () => {
    const opening = Object.entries<FunctionDescription>(functions).filter(
      ([, { tables }]) =>
        tables?.tasks?.includes('PutItem') && tables.tasks.includes('Query by_contact'),
    );
    const lacking = opening.filter(
      ([, { tables }]) =>
        !tables?.tasks?.includes('GetItem') || !tables.tasks.includes('UpdateItem'),
    );
    expect(lacking.map(([name]) => name)).toEqual([]);
    expect(opening.map(([name]) => name)).toContain('dial-ended');
  });

  test('to the keys of the models are those of the parts that ask a model', () => {
    const secrets = ofType(template, 'AWS::SecretsManager::Secret').map(([id]) => id);
    const models = secrets.find((id) => id.startsWith('SecretsModels'));
    const readers = statements(template)
      .filter(([, { Resource }]) => JSON.stringify(Resource).includes(`"${models}"`))
      .map(([id]) => id.replace(/Role(DefaultPolicy)?\w*$/, ''));
    expect(secrets).toHaveLength(2);
    expect(readers.sort()).toEqual(
      [
        'Functionshealth',
        'Functionslatereply',
        'Functionstell',
        'Functionstranscriberecording',
        'Functionswhatsappinbound',
        'MediaTask',
      ].sort(),
    );
  });

  test('to write settings of the office belong to no function', () => {
    const writes = statements(template).filter(
      ([, { Action, Resource }]) =>
        [named(Resource)].flat().includes('table/office') &&
        /Put|Update|Delete|Write/.test(`${Action}`),
    );
    expect(writes.map(([, { Condition }]) => keysIn(Condition))).toEqual([['listing-source']]);
  });

  test('to send mails are those of one function, from one address', () => {
    const senders = statements(template).filter(([, { Action }]) =>
      [Action].flat().some((action) => `${action}`.startsWith('ses:')),
    );
    expect(senders).toEqual([
      [
        expect.stringMatching(/^FunctionstellRole/),
        expect.objectContaining({
          Condition: { StringEquals: { 'ses:FromAddress': MAIL_FROM } },
        }),
      ],
    ]);
  });

  test('pass the schedules’ role only to Scheduler', () => {
    const passed = statements(template).filter(([, { Action }]) =>
      [Action].flat().includes('iam:PassRole'),
    );
    expect(passed.length).toBeGreaterThan(0);
    for (const [, statement] of passed) {
      expect(statement).toMatchObject({
        Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^DeferredWorkRole/), 'Arn'] },
      });
    }
  });
});

describe('the template', () => {
  test('has no resource that waits for itself', () => {
    expect(cycleIn(template)).toEqual([]);
  });

  test('is recognised where a resource waits for itself', () => {
    const Resources = {
      one: { Type: 'A', Properties: { of: { 'Fn::GetAtt': ['two', 'Arn'] } } },
      two: { Type: 'B', Properties: { of: { 'Fn::Sub': ['x-$', '{three.Arn}'].join('') } } },
      three: { Type: 'C', Properties: {}, DependsOn: ['one'] },
    };
    expect(cycleIn({ Resources })).toEqual(['one', 'two', 'three', 'one']);
  });

  test('has no secret’s value in it', () => {
    const text = JSON.stringify(template);
    expect(text).not.toMatch(/resolve:secretsmanager|sk-[A-Za-z0-9]{8}|BEGIN PRIVATE KEY/);
    const secrets = ofType(template, 'AWS::SecretsManager::Secret');
    for (const [, { Properties }] of secrets) expect(Properties.SecretString).toBeUndefined();
  });

  test('deploys its secrets with placeholders, with which every part starts', () => {
    const checked = ofType(template, 'AWS::SecretsManager::Secret').map(([id, { Properties }]) => {
      const { GenerateStringKey, SecretStringTemplate } = Properties.GenerateSecretString;
      const generated = { [GenerateStringKey]: 'x'.repeat(64) };
      const values = { ...JSON.parse(`${deployed(SecretStringTemplate)}`), ...generated };
      const name = id.startsWith('SecretsModels') ? 'models' : 'twilio';
      return checkSecret(name, 'Placeholder', (key) => ({ label: key, value: values[key] }));
    });
    expect(checked).toEqual([
      { twilioAuthToken: expect.stringMatching(/./), streamTokenKey: expect.stringMatching(/x/) },
      {},
    ]);
  });
});
const lambdaOf = (name: string) =>
  ofType(template, 'AWS::Lambda::Function').find(
    ([, { Properties }]) => Properties.FunctionName === `agent-locator-${name}`,
  )?.[1].Properties;
const container = () =>
  ofType(template, 'AWS::ECS::TaskDefinition')[0]?.[1].Properties.ContainerDefinitions[0];

describe('the product’s settings on AWS', () => {
  const environments = () => [
    ...Object.keys(lambdas).map((name) => [name, lambdaOf(name).Environment.Variables]),
    [
      'media',
      Object.fromEntries(
        container().Environment.map(({ Name, Value }: { Name: string; Value: unknown }) => [
          Name,
          Value,
        ]),
      ),
    ],
  ];

  test.each(environments())('satisfies %s', (_, variables) => {
    const config = readConfig(deployed(variables) as Record<string, string>);
    expect(config).toMatchObject({
      publicBaseUrl: 'https://d111111abcdef8.cloudfront.net',
      twilio: { accountSid: account.TWILIO_ACCOUNT_SID },
      recordingsBucket: 'agent-locator-recordings-123456789012-eu-central-1',
      schedules: {
        group: 'agent-locator',
        target: {
          functionArnPrefix: 'arn:aws:lambda:eu-central-1:123456789012:function:agent-locator-',
        },
      },
    });
    expect(config.secretArns).toEqual({
      twilio: expect.stringMatching(/./),
      models: expect.stringMatching(/./),
    });
    expect(config.secretArns.twilio).not.toBe(config.secretArns.models);
  });

  test.each(environments())('holds no secret for %s', (_, variables) => {
    const names = Object.keys(variables);
    expect(names.filter((name) => /TOKEN|KEY|CREDENTIALS|PASSWORD/.test(name))).toEqual([]);
    expect(JSON.stringify(variables)).not.toContain('resolve:secretsmanager');
  });

  test('is known to the media service as its port and its places', () => {
    const variables = Object.fromEntries(
      container().Environment.map(({ Name, Value }: { Name: string; Value: string }) => [
        Name,
        Value,
      ]),
    );
    const { media } = readConfig(deployed(variables) as Record<string, string>);
    expect(media.port).toBe(container().PortMappings[0].ContainerPort);
    const dockerfile = readFileSync(
      new URL('../../media-service/Dockerfile', import.meta.url),
      'utf8',
    );
    expect(dockerfile).toContain(`EXPOSE ${media.port}`);
  });
});

/** Returns the part of a resource’s ARN after the account, with tables by their names. */
function named(resource: unknown): unknown {
  if (Array.isArray(resource)) return resource.map(named);
  const arn = `${deployed(resource)}`.replace(/^arn:aws:.*?:.*?:.*?:/, '');
  const [id = '', ...index] = arn.split('/');
  const table = template.Resources[id]?.Properties.TableName;
  if (table) return [`table/${table}`, ...index].join('/');
  return arn
    .replace(/^DeferredWorkRole.*/, 'the role of the schedules')
    .replace(/^configuration-set.*/, 'the configuration set')
    .replace(/^SecretsModels.*/, 'the models secret')
    .replace(/^SecretsSecret.*/, 'the twilio secret');
}

/** Returns the partition keys to which a statement is limited. */
function keysIn(condition: unknown): string[] {
  const limits = condition as
    | { 'ForAllValues:StringEquals'?: { 'dynamodb:LeadingKeys': string[] } }
    | undefined;
  return limits?.['ForAllValues:StringEquals']?.['dynamodb:LeadingKeys'] ?? [];
}

/** The rights as IAM words them. */
function described({
  tables = {},
  files = {},
  schedules = {},
  secrets = [],
  readsWatchdogSchedule,
  sendsMail,
}: Rights): string[] {
  const { creates = [], cancels = [] } = schedules;
  const bucket = 'agent-locator-recordings-123456789012-eu-central-1';
  const verbs = { find: 'GetObject', read: 'GetObject', write: 'PutObject' };
  return [
    ...Object.entries(tables).flatMap(([table, rights]) =>
      rights.map((right) => {
        const [action, index] = right.split(' ');
        if (index === 'of') return `dynamodb:${right} on table/${table}`;
        return `dynamodb:${action} on table/${table}${index ? `/index/${index}` : ''}`;
      }),
    ),
    ...Object.entries(files).flatMap(([kind, rights]) =>
      rights.map((right) => `s3:${verbs[right]} on ${bucket}/${kind}/*`),
    ),
    ...(Object.values(files).flat().includes('find') ? [`s3:ListBucket on ${bucket}`] : []),
    ...creates.map((name) => `scheduler:CreateSchedule on schedule/agent-locator/${name}*`),
    ...cancels.map((name) => `scheduler:DeleteSchedule on schedule/agent-locator/${name}*`),
    ...(creates.length > 0 ? ['iam:PassRole on the role of the schedules'] : []),
    ...secrets.map((name) => `secretsmanager:GetSecretValue on the ${name} secret`),
    ...(readsWatchdogSchedule ? ['scheduler:GetSchedule on schedule/agent-locator/watchdog'] : []),
    ...(sendsMail ? ['ses:SendEmail', 'ses:SendRawEmail'] : []).flatMap((action) => [
      `${action} on identity/*`,
      `${action} on the configuration set`,
    ]),
  ];
}

/** Returns the first cycle from a resource to itself, by references and explicit dependencies. */
function cycleIn({ Resources }: Template): string[] {
  const next = new Map(
    Object.entries(Resources).map(([id, { Properties, DependsOn }]) => [
      id,
      [...referred(Properties), ...[DependsOn ?? []].flat()].filter((to) => to in Resources),
    ]),
  );
  const done = new Set<string>();
  const search = (path: readonly string[]): string[] => {
    const id = path.at(-1) ?? '';
    if (path.indexOf(id) < path.length - 1) return path.slice(path.indexOf(id));
    if (done.has(id)) return [];
    for (const to of next.get(id) ?? []) {
      const found = search([...path, to]);
      if (found.length > 0) return found;
    }
    done.add(id);
    return [];
  };
  return [...next.keys()].map((id) => search([id])).find((path) => path.length > 0) ?? [];
}

function referred(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return [inner as string];
    if (key === 'Fn::GetAtt') return [[inner].flat()[0] as string];
    const named = key === 'Fn::Sub' ? JSON.stringify(inner).matchAll(/\$\{([A-Za-z0-9]+)/g) : [];
    return [...[...named].map(([, id]) => id ?? ''), ...referred(inner)];
  });
}
