import { RemovalPolicy } from 'aws-cdk-lib';
import type { Node } from 'constructs';
import { readConfig } from '#shared/config/config.ts';
import type { Environment } from '#shared/config/environment.ts';
import { InvalidInput } from '#shared/errors.ts';

/** The settings of a deployment: CDK context, from `cdk.json`, `cdk.context.json` or `-c name=value`. */
export type Settings = {
  /** `prod` keeps all data when the stack is deleted; `dev` deletes it. */
  readonly stage: 'prod' | 'dev';
  /** The office's own domain; CloudFront's domain by default. */
  readonly domain?: { readonly name: string; readonly certificateArn: string };
  readonly alarmEmail?: string;
  /** Whether functions keep a part of the account's concurrency for themselves; a new account has too little to reserve. */
  readonly reservesConcurrency: boolean;
  /** Whether tables and the load balancer refuse to be deleted. A failed first deployment must be able to delete them. */
  readonly isProtected: boolean;
  /** The firewall's web ACL for CloudFront, in us-east-1. */
  readonly webAclArn?: string;
  /** The two availability zones; by default the Region's first two. */
  readonly zones?: readonly string[];
  /** A new value restarts all functions and tasks, which then read the secrets again. */
  readonly restartedAt?: string;
  /** The product's environment variables, by name. */
  readonly product: Environment;
};

/** A placeholder account that does not exist: the stack can be synthesised with it, but refuses every stream. */
export const NO_ACCOUNT = `AC${'0'.repeat(32)}`;

/** The product's variables that only the stack sets. */
const OWN_VARIABLES = [
  'PUBLIC_BASE_URL',
  'RECORDINGS_BUCKET',
  'TWILIO_SECRET_ARN',
  'MODELS_SECRET_ARN',
  'WATCHDOG_SCHEDULE',
  'SCHEDULE_GROUP',
  'FUNCTION_ARN_PREFIX',
  'SCHEDULE_ROLE_ARN',
  'DEAD_LETTER_ARN',
  'MAIL_CONFIGURATION_SET',
  'MEDIA_PORT',
  'MAX_CONNECTIONS',
];

/**
 * Returns the end of a resource with data: `prod` keeps it, unless its first deployment fails.
 * A table that outlives a failed deployment would stop the next one, because its name is taken.
 */
export function removalOf(stage: Settings['stage']): RemovalPolicy {
  return stage === 'prod' ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}

/**
 * Returns the settings from the CDK context.
 * @throws InvalidInput naming every problem.
 */
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
  if (!name !== !certificateArn)
    problems.push('domainName and certificateArn must be set together');
  if (certificateArn && !/^arn:aws[a-z-]*:acm:us-east-1:/.test(certificateArn)) {
    problems.push('certificateArn must be in us-east-1, where CloudFront reads certificates');
  }
  const alarmEmail = text('alarmEmail');
  if (alarmEmail && !/^\S+@\S+\.\S+$/.test(alarmEmail))
    problems.push('alarmEmail must be an e-mail address');
  const restartedAt = text('restartedAt');
  const isOn = (name: string) => {
    const value = text(name) ?? 'off';
    if (value !== 'on' && value !== 'off')
      problems.push(`${name} must be on or off, not "${value}"`);
    return value === 'on';
  };
  const [reservesConcurrency, isProtected] = [isOn('reservedConcurrency'), isOn('protection')];
  if (isProtected && stage === 'dev')
    problems.push('protection is for prod: a dev deployment is removed as a whole');
  const webAclArn = text('webAclArn');
  if (webAclArn && !/^arn:aws[a-z-]*:wafv2:us-east-1:\d{12}:global\/webacl\//.test(webAclArn)) {
    problems.push('webAclArn must be a global web ACL in us-east-1, as CloudFront needs');
  }
  const zones = text('zones')?.split(/[ ,]+/);
  if (
    zones &&
    (new Set(zones).size !== 2 || !zones.every((zone) => /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/.test(zone)))
  ) {
    problems.push('zones must be two availability zones, such as "us-east-1a,us-east-1b"');
  }

  const known = variables();
  const named = Object.keys(context).filter((key) => /^[A-Z][A-Z0-9_]+$/.test(key));
  const product = Object.fromEntries(named.map((key) => [key, text(key)]));
  for (const key of named) {
    if (OWN_VARIABLES.includes(key)) problems.push(`${key} is set by the stack itself`);
    else if (!known.has(key))
      problems.push(`${key} is not a variable of the product, or is a secret`);
  }
  problems.push(...problemsOf(product));
  if (problems.length > 0) throw new InvalidInput(`Context: ${problems.join('; ')}.`);

  return {
    stage: stage === 'dev' ? 'dev' : 'prod',
    ...(name && certificateArn && { domain: { name, certificateArn } }),
    ...(alarmEmail && { alarmEmail }),
    ...(restartedAt && { restartedAt }),
    reservesConcurrency,
    isProtected,
    ...(webAclArn && { webAclArn }),
    ...(zones && { zones }),
    product: { TWILIO_ACCOUNT_SID: NO_ACCOUNT, ...product },
  };
}

/** Returns the names of all variables that the product's configuration reads; any other would have no effect. */
function variables(): ReadonlySet<string> {
  const asked = new Set<string>();
  const get = (_: object, name: string | symbol) => void asked.add(String(name));
  problemsOf(new Proxy({}, { get }));
  return asked;
}

/** Returns the problems that the product would find in these variables at its start. */
function problemsOf(product: Environment): string[] {
  try {
    readConfig(
      new Proxy(product, {
        get: (given, name) =>
          given[String(name)] ?? placeholders[String(name) as keyof typeof placeholders],
      }),
    );
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return [error.message];
    throw error;
  }
}

/** Placeholders for values that are known only after deployment. */
const placeholders = { PUBLIC_BASE_URL: 'https://example.com', TWILIO_ACCOUNT_SID: NO_ACCOUNT };
