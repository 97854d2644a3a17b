import type { Node } from 'constructs';
import { readConfig } from '#shared/config/config.ts';
import type { Environment } from '#shared/config/environment.ts';
import { InvalidInput } from '#shared/errors.ts';

/** What a deployment is told: CDK context, from `cdk.json`, `cdk.context.json` or `-c name=value`. */
export type Settings = {
  /** `prod` keeps every row when the stack is removed; `dev` goes without a trace. */
  readonly stage: 'prod' | 'dev';
  /** The office's own domain; without it the product lives at CloudFront's. */
  readonly domain?: { readonly name: string; readonly certificateArn: string };
  readonly alarmEmail?: string;
  /** Anything that was not there before starts all functions and tasks anew: they read then what they read only at their start. */
  readonly restartedAt?: string;
  /** Variables of the product, by the names that they have there. */
  readonly product: Environment;
};

/** An account that nobody has: with it the stack can be looked at, and believes nobody. */
export const NO_ACCOUNT = `AC${'0'.repeat(32)}`;

/** What the stack itself tells the product. */
const OWN_VARIABLES = [
  'PUBLIC_BASE_URL',
  'RECORDINGS_BUCKET',
  'SECRETS_ARN',
  'WATCHDOG_SCHEDULE',
  'SCHEDULE_GROUP',
  'FUNCTION_ARN_PREFIX',
  'SCHEDULE_ROLE_ARN',
  'DEAD_LETTER_ARN',
  'MEDIA_PORT',
  'MAX_CONNECTIONS',
];

/** Reads the context and names everything that is wrong with it (`InvalidInput`). */
export function readSettings(node: Node): Settings {
  const context: Readonly<Record<string, unknown>> = node.getAllContext();
  const problems: string[] = [];
  const text = (name: string) => {
    const value = context[name];
    if (value !== undefined && typeof value !== 'string') problems.push(`${name} must be a text`);
    return typeof value === 'string' ? value.trim() || undefined : undefined;
  };

  const stage = text('stage') ?? 'prod';
  if (stage !== 'prod' && stage !== 'dev')
    problems.push(`stage must be prod or dev, not "${stage}"`);
  const [name, certificateArn] = [text('domainName'), text('certificateArn')];
  if (!name !== !certificateArn) problems.push('domainName and certificateArn go together');
  if (certificateArn && !/^arn:aws[a-z-]*:acm:us-east-1:/.test(certificateArn)) {
    problems.push('certificateArn must be one of us-east-1, where CloudFront looks for it');
  }
  const alarmEmail = text('alarmEmail');
  if (alarmEmail && !/^\S+@\S+\.\S+$/.test(alarmEmail))
    problems.push('alarmEmail must be an address');
  const restartedAt = text('restartedAt');

  const known = variables();
  const named = Object.keys(context).filter((key) => /^[A-Z][A-Z0-9_]+$/.test(key));
  const product = Object.fromEntries(named.map((key) => [key, text(key)]));
  for (const key of named) {
    if (OWN_VARIABLES.includes(key)) problems.push(`${key} is the stack's own to set`);
    else if (!known.has(key)) problems.push(`${key} is no variable of the product, or a secret`);
  }
  problems.push(...problemsOf(product));
  if (problems.length > 0) throw new InvalidInput(`Context: ${problems.join('; ')}.`);

  return {
    stage: stage === 'dev' ? 'dev' : 'prod',
    ...(name && certificateArn && { domain: { name, certificateArn } }),
    ...(alarmEmail && { alarmEmail }),
    ...(restartedAt && { restartedAt }),
    product: { TWILIO_ACCOUNT_SID: NO_ACCOUNT, ...product },
  };
}

/** Every variable that the product's configuration asks for: what is not among them would be without effect. */
function variables(): ReadonlySet<string> {
  const asked = new Set<string>();
  const get = (_: object, name: string | symbol) => void asked.add(String(name));
  problemsOf(new Proxy({}, { get }));
  return asked;
}

/** What the product itself would say of these variables at its start: better here than there. */
function problemsOf(product: Environment): string[] {
  try {
    readConfig(
      new Proxy(product, {
        get: (given, name) =>
          given[String(name)] ?? standIns[String(name) as keyof typeof standIns],
      }),
    );
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return [error.message];
    throw error;
  }
}

/** Stand for what is known only when the stack is deployed. */
const standIns = { PUBLIC_BASE_URL: 'https://example.com', TWILIO_ACCOUNT_SID: NO_ACCOUNT };
