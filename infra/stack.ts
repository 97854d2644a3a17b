import { Annotations, CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { mailListener } from '#shared/lambdas.ts';
import { fallbackDocumentPath, routes } from '#shared/routes.ts';
import { Alarms } from './alarms.ts';
import { Balancer } from './balancer.ts';
import type { Bundles } from './bundles.ts';
import { Dashboard } from './dashboard.ts';
import { Data } from './data.ts';
import { DeferredWork } from './deferred-work.ts';
import { Edge } from './edge.ts';
import { LambdaFunctions } from './lambda-functions.ts';
import { AccessLogs } from './logs.ts';
import { Mail } from './mail.ts';
import { Media } from './media.ts';
import { functionArn } from './names.ts';
import { Network } from './network.ts';
import { isGreetingOf, Prompts } from './prompts.ts';
import { acknowledgeProviders } from './providers.ts';
import { Recordings } from './recordings.ts';
import { Recurring } from './recurring.ts';
import { WATCHDOG_SCHEDULE } from './rights.ts';
import { Secrets } from './secrets.ts';
import { NO_ACCOUNT, type Settings } from './settings.ts';
import { Webhooks } from './webhooks.ts';

type Parts = { readonly settings: Settings; readonly bundles: Bundles };

/** The stack of the whole product, behind one public domain. */
export class AgentLocator extends Stack {
  constructor(scope: Construct, id: string, { settings, bundles }: Parts) {
    super(scope, id, { description: 'A Hebrew phone and WhatsApp agent that never goes silent' });

    const accessLogs = new AccessLogs(this, 'AccessLogs', settings);
    const data = new Data(this, 'Data', settings);
    const secrets = new Secrets(this, 'Secrets', settings);
    const recordings = new Recordings(this, 'Recordings', { ...settings, accessLogs });
    const deferredWork = new DeferredWork(this, 'DeferredWork');
    const prompts = new Prompts(this, 'Prompts', { accessLogs });
    const webhooks = new Webhooks(this, 'Webhooks');
    const network = new Network(this, 'Network', { ...settings, accessLogs });
    const balancer = new Balancer(this, 'Balancer', { ...settings, network });
    const edge = new Edge(this, 'Edge', {
      ...settings,
      prompts,
      webhooks,
      balancer,
      network,
      accessLogs,
    });

    const mailFrom = settings.product['MAIL_FROM'];
    // Without a sender there are no mails to report on.
    const mail = mailFrom ? new Mail(this, 'Mail', { from: mailFrom }) : undefined;
    const resources = { data, recordingsArn: recordings.bucketArn, deferredWork, secrets, mail };
    const environment = {
      ...(settings.product as Record<string, string>),
      ...(settings.restartedAt && { RESTARTED_AT: settings.restartedAt }),
      PUBLIC_BASE_URL: edge.publicBaseUrl,
      RECORDINGS_BUCKET: recordings.bucketName,
      TWILIO_SECRET_ARN: secrets.arns.twilio,
      MODELS_SECRET_ARN: secrets.arns.models,
      SCHEDULE_GROUP: deferredWork.groupName,
      WATCHDOG_SCHEDULE,
      FUNCTION_ARN_PREFIX: functionArn(this, ''),
      SCHEDULE_ROLE_ARN: deferredWork.role.roleArn,
      DEAD_LETTER_ARN: deferredWork.deadLetters.queueArn,
      ...(mail && { MAIL_CONFIGURATION_SET: mail.configurationSet.configurationSetName }),
    };
    const shared = { ...settings, bundles, environment, resources };
    const { all: functions } = new LambdaFunctions(this, 'Functions', shared);
    webhooks.open(functions);
    recordings.notify(functions);
    mail?.report(functions[mailListener], deferredWork.deadLetters);
    new Recurring(this, 'Recurring', functions, deferredWork);
    const media = new Media(this, 'Media', { ...shared, network, balancer });

    const watched = { functions, webhooks, balancer, media, data, deferredWork, edge };
    const alarms = new Alarms(this, 'Alarms', { ...watched, ...settings });
    new Dashboard(this, 'Dashboard', { ...watched, alarms });

    acknowledgeProviders(this, prompts);
    const outputs = {
      PublicBaseUrl: edge.publicBaseUrl,
      VoiceUrl: edge.publicBaseUrl + routes['incoming-call'].path,
      VoiceFallbackUrl: edge.publicBaseUrl + fallbackDocumentPath,
      StatusCallbackUrl: edge.publicBaseUrl + routes['call-status'].path,
      // Past the edge, whose access log keeps queries: the query is the key of a calendar.
      CalendarUrl: `https://${webhooks.host}${routes['viewing-calendar'].path}`,
      TwilioSecretArn: secrets.arns.twilio,
      ModelsSecretArn: secrets.arns.models,
      EdgeDomain: edge.distribution.distributionDomainName,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
    if (settings.stage === 'prod' && !settings.isProtected) {
      Annotations.of(this).addWarningV2(
        'agent-locator:not-protected',
        'Once the first deployment has succeeded, set "protection": "on", so that nothing with data can be deleted.',
      );
    }
    if (!isGreetingOf(settings.product['OFFICE_NAME'])) {
      Annotations.of(this).addWarningV2(
        'agent-locator:greeting-of-another-office',
        'The recorded greeting does not name OFFICE_NAME. Run "npm run prompts" with that variable, then deploy.',
      );
    }
    if (settings.product['TWILIO_ACCOUNT_SID'] === NO_ACCOUNT) {
      Annotations.of(this).addWarningV2(
        'agent-locator:no-account',
        'TWILIO_ACCOUNT_SID is not set (-c TWILIO_ACCOUNT_SID=AC…): this deployment will refuse every stream.',
      );
    }
  }
}
