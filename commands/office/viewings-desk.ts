import type { Store } from '#commands/store.ts';
import { localAws } from '#local/aws/local-aws.ts';
import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { dynamoNotices } from '#shared/adapters/dynamo/notices.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import { readConfig } from '#shared/config/config.ts';
import { type Environment, variableOf } from '#shared/config/environment.ts';
import { InvalidInput } from '#shared/errors.ts';
import type { ChangeNoticeParts } from '#shared/messages/viewing-change-notice.ts';
import { settingsOf } from './settings-reading.ts';

/**
 * Opens what a change of a viewing needs: its tables, its schedules, and the office's WhatsApp.
 * @throws InvalidInput for a wrong configuration
 */
export async function openViewingsDesk({ db: client, world }: Store, given: Environment) {
  const { authToken } = world?.twilio ?? {};
  const env = world
    ? { ...given, ...world.product, ...(authToken && { TWILIO_AUTH_TOKEN: authToken }) }
    : given;
  const config = readConfig(env);
  const db = Object.assign(client, { retentionDays: config.retentionDays });
  const endpoint = world?.schedulerEndpoint;
  return {
    settings: await settingsOf(db),
    officeName: config.officeName,
    viewings: dynamoViewings(db),
    listings: dynamoListings(db),
    leads: dynamoLeads(db),
    interactions: dynamoInteractions(db),
    notices: dynamoNotices(db),
    tasks: dynamoTasks(db),
    schedules: eventbridgeScheduler(config.schedules, endpoint ? { ...localAws, endpoint } : {}),
    whatsApp: await whatsAppOf(config, env),
  };
}

export type ViewingsDesk = Awaited<ReturnType<typeof openViewingsDesk>>;

async function whatsAppOf(
  config: ReturnType<typeof readConfig>,
  env: Environment,
): Promise<ChangeNoticeParts['whatsApp']> {
  const { sender, reminderTemplate } = config.whatsapp;
  if (!sender) return undefined;
  const token = variableOf(env, 'TWILIO_AUTH_TOKEN');
  if (!token && !config.secretArns.twilio) {
    throw new InvalidInput('WhatsApp needs TWILIO_AUTH_TOKEN or TWILIO_SECRET_ARN.');
  }
  const twilioAuthToken = token ?? (await secretsOf(config).twilio()).twilioAuthToken;
  // Twilio’s client is larger than all other imports.
  const { officeMessaging } = await import('#shared/adapters/twilio/messaging.ts');
  const messaging = officeMessaging(config, { twilioAuthToken });
  return messaging && { messaging, sender, reminderTemplate };
}
