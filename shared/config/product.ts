import { toContact } from '#shared/domain/office/contact.ts';
import type { EnvironmentReader } from './environment.ts';
import type { SecretName } from './secrets.ts';

/** The office, its messages, and the parts of the product's deployment. */
export type ProductConfig = {
  /** The office's name, as the agent says it. */
  readonly officeName: string;
  /** The number (E.164) to ring when a caller wants a person; absent if the office takes voicemails only. */
  readonly officeNumber: string | undefined;
  /** All numbers of the office in E.164: a call from one of them does not say who calls. */
  readonly officeLines: readonly string[];
  /** Further numbers in E.164 on which the agent answers: a call from one of them is its own. */
  readonly agentNumbers: readonly string[];
  readonly whatsapp: WhatsAppConfig;
  /** The verified address from which mails to the office's people are sent; absent if none are sent. */
  readonly mailFrom: string | undefined;
  /** The configuration set of SES that reports on mails; absent if their fate stays unknown. */
  readonly mailEvents: string | undefined;
  /** Days for which personal data is kept after its last write; absent if it is kept for good. */
  readonly retentionDays: number | undefined;
  readonly recordingsBucket: string;
  /** Whether the listing source may be on this machine; otherwise only public addresses are asked. */
  readonly allowsLoopbackSource: boolean;
  /** The secrets in Secrets Manager; an absent one is in the environment. */
  readonly secretArns: Readonly<Record<SecretName, string | undefined>>;
  readonly watchdog: {
    readonly isOn: boolean;
    /** The schedule whose ticks start it. */
    readonly scheduleName: string;
  };
  readonly schedules: SchedulesConfig;
};

/** The configuration of WhatsApp. */
export type WhatsAppConfig = {
  /** The number that writes: E.164; absent if the office has no WhatsApp. */
  readonly sender: string | undefined;
  /** Approved templates, which alone reach people who have not written for a day. */
  readonly reminderTemplate: string | undefined;
  readonly followUpTemplate: string | undefined;
  /** The approved template that tells a person of the office; absent if they are not told on WhatsApp. */
  readonly staffTemplate: string | undefined;
  /** The same with a button that sends an alert; without it that question comes by the template above. */
  readonly staffAlertTemplate: string | undefined;
  /** The approved marketing template that tells a contact of a home; absent for no alerts. */
  readonly alertTemplate: string | undefined;
  /** Whether callers who agreed to it get a message after their call. */
  readonly followsUp: boolean;
};

/** The configuration of one-time schedules. */
export type SchedulesConfig = {
  readonly group: string;
  /** Absent if this deployment cannot schedule invocations. */
  readonly target: ScheduleTarget | undefined;
};

/** The target of the product's own schedules: its functions, the role that invokes them, and the queue for failed invocations. */
export type ScheduleTarget = {
  /** A function's ARN without its name: the stack names them all alike. */
  readonly functionArnPrefix: string;
  readonly roleArn: string;
  readonly deadLetterArn: string;
};

/** The hourly reconcile reads 26 hours back at Twilio, and must still find here what it finds there. */
const LEAST_RETENTION_DAYS = 2;

const NUMBER = 'a phone number in E.164, like +97231234567';
const NUMBERS = 'phone numbers in E.164, separated by commas';
/** The name of an office that has set none. */
export const DEFAULT_OFFICE_NAME = 'משרד התיווך';
/** A greeting names the office in one breath. */
const MAX_NAME_CHARS = 60;
const NAME = `one line of at most ${MAX_NAME_CHARS} characters`;
/** One address without a name, as SES verifies it. */
const ADDRESS = /^[^\s@<>,;]{1,64}@[^\s@<>,;]{1,190}\.[^\s@<>,;.]{2,63}$/;
const TEMPLATE = 'HX and 32 hex digits';

/** Reads the product's part of the configuration. */
export function readProduct(reader: EnvironmentReader): ProductConfig {
  const { optional, optionalMatch, text, number, onOff } = reader;
  // Vendors are given these numbers as they are, so no other form is accepted.
  const isNumber = (value: string) => toContact(value) === value;
  const isList = (value: string) => listOf(value).every(isNumber);
  const isTemplate = (value: string) => /^HX[0-9a-f]{32}$/.test(value);
  const isLine = (maxChars: number) => (value: string) =>
    value.length <= maxChars && !/[\r\n]/.test(value);
  const officeNumber = optionalMatch('OFFICE_NUMBER', isNumber, NUMBER);
  const sender = optionalMatch('WHATSAPP_SENDER', isNumber, NUMBER);
  const agentNumbers = listOf(optionalMatch('AGENT_NUMBERS', isList, NUMBERS) ?? '');
  if (officeNumber && agentNumbers.includes(officeNumber)) {
    reader.report('OFFICE_NUMBER is one of AGENT_NUMBERS: there the agent would ring itself');
  }
  const furtherLines = listOf(optionalMatch('OFFICE_LINES', isList, NUMBERS) ?? '');
  return {
    officeName: optionalMatch('OFFICE_NAME', isLine(MAX_NAME_CHARS), NAME) ?? DEFAULT_OFFICE_NAME,
    officeNumber,
    officeLines: [officeNumber, sender, ...furtherLines, ...agentNumbers].filter(
      (line) => line !== undefined,
    ),
    agentNumbers,
    whatsapp: {
      sender,
      reminderTemplate: optionalMatch('WHATSAPP_REMINDER_TEMPLATE', isTemplate, TEMPLATE),
      followUpTemplate: optionalMatch('WHATSAPP_FOLLOW_UP_TEMPLATE', isTemplate, TEMPLATE),
      staffTemplate: optionalMatch('WHATSAPP_STAFF_TEMPLATE', isTemplate, TEMPLATE),
      staffAlertTemplate: optionalMatch('WHATSAPP_STAFF_ALERT_TEMPLATE', isTemplate, TEMPLATE),
      alertTemplate: optionalMatch('WHATSAPP_ALERT_TEMPLATE', isTemplate, TEMPLATE),
      followsUp: onOff('WHATSAPP_FOLLOW_UP', 'off'),
    },
    mailFrom: optionalMatch('MAIL_FROM', (value) => ADDRESS.test(value), 'an e-mail address'),
    mailEvents: optional('MAIL_CONFIGURATION_SET'),
    retentionDays: optional('RETENTION_DAYS')
      ? number('RETENTION_DAYS', LEAST_RETENTION_DAYS, { min: LEAST_RETENTION_DAYS, max: 3_650 })
      : undefined,
    recordingsBucket: text('RECORDINGS_BUCKET', 'recordings'),
    allowsLoopbackSource: onOff('LISTING_SITE_LOOPBACK', 'off'),
    secretArns: {
      twilio: optional('TWILIO_SECRET_ARN'),
      models: optional('MODELS_SECRET_ARN'),
    },
    watchdog: {
      isOn: onOff('WATCHDOG', 'on'),
      scheduleName: text('WATCHDOG_SCHEDULE', 'watchdog'),
    },
    schedules: { group: text('SCHEDULE_GROUP', 'default'), target: readTarget(reader) },
  };
}

function listOf(value: string): string[] {
  return value
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);
}

function readTarget(reader: EnvironmentReader): ScheduleTarget | undefined {
  const target = {
    functionArnPrefix: reader.text('FUNCTION_ARN_PREFIX', ''),
    roleArn: reader.text('SCHEDULE_ROLE_ARN', ''),
    deadLetterArn: reader.text('DEAD_LETTER_ARN', ''),
  };
  const arns = Object.values(target);
  if (!arns.some(Boolean)) return undefined;
  if (!arns.every((arn) => arn.startsWith('arn:'))) {
    reader.report(
      'FUNCTION_ARN_PREFIX, SCHEDULE_ROLE_ARN and DEAD_LETTER_ARN must be ARNs, all of them',
    );
  }
  return target;
}
