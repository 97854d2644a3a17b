import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Annotations, App, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import type { Bundles } from '#infra/bundles.ts';
import { readSettings } from '#infra/settings.ts';
import { AgentLocator } from '#infra/stack.ts';
import { lambdas } from '#shared/lambdas.ts';

/** A resource of a template, as far as tests look at it. */
export type Resource = {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: properties are whatever CloudFormation has.
  readonly Properties: any;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
};

/** The outcome of a synthesis. */
export type Template = { readonly Resources: Readonly<Record<string, Resource>> };

/** The settings that every deployment needs. */
export const account = { TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}` };

const flags = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as {
  readonly context: object;
};

/** A synthesis takes seconds of a core, so the files of one worker share the template of an equal context. */
const templates = new Map<string, Template>();

/** Returns the template that `cdk synth -c name=value` would write, with empty bundles. No test may change it. */
export function synthesize(context: Readonly<Record<string, string>> = {}): Template {
  const key = JSON.stringify(Object.entries(context).sort());
  const template = templates.get(key) ?? synthesizeAnew(context);
  templates.set(key, template);
  return template;
}

/** Synthesises the stack, with plugins that check the template. */
export function synthesizeAnew(
  context: Readonly<Record<string, string>>,
  plugins: (app: App) => readonly IPolicyValidationPlugin[] = () => [],
): Template {
  const folder = mkdtempSync(join(tmpdir(), 'agent-locator-'));
  const app = new App({
    context: { ...flags.context, ...account, ...context },
    outdir: join(folder, 'out'),
  });
  const stack = new AgentLocator(app, 'AgentLocator', {
    settings: readSettings(app.node),
    bundles: hollow(folder),
  });
  Annotations.of(stack).acknowledgeWarning('agent-locator:not-protected', 'Nothing is deployed.');
  Validations.of(app).addPlugins(...plugins(app));
  return app.synth().getStackByName('AgentLocator').template as Template;
}

function hollow(folder: string): Bundles {
  const code = join(folder, 'code');
  mkdirSync(code);
  writeFileSync(join(code, 'Dockerfile'), '');
  const functions = Object.fromEntries(Object.keys(lambdas).map((name) => [name, code]));
  return { functions: functions as Bundles['functions'], media: code };
}

/** Returns the resources of a type, by logical id. */
export function ofType({ Resources }: Template, type: string): [string, Resource][] {
  return Object.entries(Resources).filter(([, { Type }]) => Type === type);
}

/** Returns a value of a template as a deployment in Frankfurt would resolve it. */
export function deployed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deployed);
  if (typeof value !== 'object' || value === null) return value;
  const [[key, argument] = ['']] = Object.entries(value);
  if (key === 'Ref') return pseudo[argument as string] ?? argument;
  if (key === 'Fn::GetAtt') return attribute(...(argument as [string, string]));
  if (key === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map(deployed).join(separator);
  }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, deployed(one)]));
}

const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': '123456789012',
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-central-1',
  'AWS::URLSuffix': 'amazonaws.com',
};

function attribute(id: string, name: string): string {
  if (name === 'DomainName') return 'd111111abcdef8.cloudfront.net';
  return name === 'Arn' ? `arn:aws:any:eu-central-1:123456789012:${id}` : `${id}.${name}`;
}
