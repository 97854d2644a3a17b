import { setTimeout as sleep } from 'node:timers/promises';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { sesMailbox } from '#shared/adapters/aws/ses-mailbox.ts';
import { dynamoAlertedLeads } from '#shared/adapters/dynamo/alerted-leads.ts';
import { dynamoAlerts } from '#shared/adapters/dynamo/alerts.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoCallCards } from '#shared/adapters/dynamo/call-cards.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoChatCards } from '#shared/adapters/dynamo/chat-cards.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { dynamoNotices } from '#shared/adapters/dynamo/notices.ts';
import { dynamoOfferedHomes } from '#shared/adapters/dynamo/offered-homes.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { dynamoStaffMessages } from '#shared/adapters/dynamo/staff-messages.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { dynamoTellings } from '#shared/adapters/dynamo/tellings.ts';
import { dynamoUntoldHomes } from '#shared/adapters/dynamo/untold-homes.ts';
import { dynamoUntoldViewings } from '#shared/adapters/dynamo/untold-viewings.ts';
import { viewingDays } from '#shared/adapters/dynamo/viewing-days.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import { viewingInvitation } from '#shared/adapters/icalendar/viewing-calendar.ts';
import { openaiSummarizer } from '#shared/adapters/openai/summarizer.ts';
import { officeMessaging } from '#shared/adapters/twilio/messaging.ts';
import { TELLING_PACE } from '#shared/domain/office/telling.ts';
import { lazily } from '#shared/http/lambda.ts';
import { log } from '#shared/log.ts';
import { knownBrokers } from '#shared/office/known-brokers.ts';
import { certainOffice, readOffice } from '#shared/office/known-settings.ts';
import { UNHURRIED_MS } from '#shared/office/known-value.ts';
import { survive } from '#shared/survival.ts';
import { type AlertTellingParts, alertTelling } from '#shared/telling/alert-telling.ts';
import { type CallCardingParts, callCarding } from '#shared/telling/call-carding.ts';
import { type ChatCardingParts, chatCarding } from '#shared/telling/chat-carding.ts';
import { type HomeAlertingParts, homeAlerting } from '#shared/telling/home-alerting.ts';
import { type MorningAgendaParts, morningAgenda } from '#shared/telling/morning-agenda.ts';
import { officeTelling, type TellingParts } from '#shared/telling/office-telling.ts';
import { inviteByMail, staffByMail } from '#shared/telling/staff-by-mail.ts';
import { alertByWhatsApp, staffByWhatsApp } from '#shared/telling/staff-by-whatsapp.ts';
import { type ViewingTellingParts, viewingTelling } from '#shared/telling/viewing-telling.ts';

/** The stores and senders of everything that is told. */
type Parts = TellingParts &
  CallCardingParts &
  ChatCardingParts &
  ViewingTellingParts &
  MorningAgendaParts & {
    /** Absent without a template for alerts. */
    readonly alerting: (HomeAlertingParts & AlertTellingParts) | undefined;
  };

/** Returns the handler that tells the people of the office what waits for them, and contacts of homes. */
export function tell(parts: Parts, pace = TELLING_PACE) {
  const { alerting } = parts;
  const [tellOffice, tellBrokers, tellDay] = [
    officeTelling(parts),
    viewingTelling(parts),
    morningAgenda(parts),
  ];
  const [sumUpCalls, sumUpChats] = [callCarding(parts), chatCarding(parts)];
  const sendAlerts = alerting && inTurn(homeAlerting(alerting), alertTelling(alerting));

  const repeat = async (
    sweep: () => Promise<number>,
    name: 'tasks' | 'viewings' | 'agendas' | 'cards' | 'alerts',
  ): Promise<boolean> => {
    const endsAt = Date.now() + pace.lifeMs;
    let hasSwept = false;
    for (let at = Date.now(); at <= endsAt; at = Date.now()) {
      const count = await survive('telling.sweep-failed', sweep());
      hasSwept ||= count !== undefined;
      if (count) log.info('telling.swept', { [name]: count });
      await sleep(Math.max(0, at + pace.sweepEveryMs - Date.now()));
    }
    return hasSwept;
  };

  return async (): Promise<void> => {
    // Loops of their own, because a model that is slow must not delay a message.
    const canTell = Object.keys(parts.senders).length > 0;
    const summingUp = [repeat(sumUpCalls, 'cards'), repeat(sumUpChats, 'cards')];
    const telling = [
      ...(canTell
        ? [repeat(tellOffice, 'tasks'), repeat(tellBrokers, 'viewings'), repeat(tellDay, 'agendas')]
        : summingUp),
      ...(sendAlerts ? [repeat(sendAlerts, 'alerts')] : []),
    ];
    const count = async () => {
      if ((await Promise.all(telling)).every(Boolean)) log.count('TellRuns');
    };
    await Promise.all([count(), ...summingUp]);
  };
}

/** Returns a sweep that does two in turn, and returns the sum of what they did. */
function inTurn(first: () => Promise<number>, second: () => Promise<number>) {
  return async () => (await first()) + (await second());
}

/** Starts every minute on the `tell` schedule and sweeps for 50 s; answers nothing. */
export const handler = lazily(async (config) => {
  const db = dynamoDb(config);
  const { whatsapp, mailFrom, mailEvents, officeName } = config;
  const secrets = secretsOf(config);
  const messaging = officeMessaging(config, await secrets.twilio());
  const mailbox =
    mailFrom && sesMailbox({ from: mailFrom, name: officeName, configurationSet: mailEvents });
  const apiKey = async () => (await secrets.models()).openaiApiKey ?? '';
  const [tellings, messages, leads] = [
    dynamoTellings(db),
    dynamoStaffMessages(db),
    dynamoLeads(db),
  ];
  const settings = dynamoOfficeSettings(db);
  const brokers = knownBrokers(dynamoBrokers(db), Date.now, UNHURRIED_MS);
  const office = certainOffice(settings);
  const [listings, viewings] = [dynamoListings(db), dynamoViewings(db)];
  const senders = {
    ...(messaging &&
      whatsapp.staffTemplate && { whatsapp: staffByWhatsApp(messaging, whatsapp.staffTemplate) }),
    ...(mailbox && { email: staffByMail(mailbox, officeName) }),
  };
  const { sender, alertTemplate: templateSid, staffAlertTemplate } = whatsapp;
  return tell({
    cards: dynamoCallCards(db),
    chats: dynamoChatCards(db),
    interactions: dynamoInteractions(db),
    turns: dynamoCallTurns(db),
    tasks: dynamoTasks(db),
    viewings,
    days: viewingDays(db),
    summarizer: openaiSummarizer(apiKey, config.openai),
    tellings,
    messages,
    brokers,
    office,
    untoldViewings: dynamoUntoldViewings(db),
    listings,
    calls: dynamoCallLogs(db),
    leads,
    senders,
    invite:
      mailbox && mailFrom
        ? inviteByMail(mailbox, officeName, (told, broker, at) =>
            viewingInvitation(told, broker, { name: officeName, mailFrom }, at),
          )
        : undefined,
    alerting:
      messaging && sender && templateSid
        ? {
            alerts: dynamoAlerts(db),
            untoldHomes: dynamoUntoldHomes(db),
            alertedLeads: dynamoAlertedLeads(db),
            offeredHomes: dynamoOfferedHomes(db),
            notices: dynamoNotices(db),
            interactions: dynamoInteractions(db),
            contactTemplate: { officeName, sender, templateSid },
            askers: {
              ...senders,
              ...(staffAlertTemplate && {
                whatsapp: alertByWhatsApp(messaging, staffAlertTemplate),
              }),
            },
            messaging,
            viewings,
            listings,
            leads,
            messages,
            brokers,
            office: readOffice(settings),
          }
        : undefined,
  });
});
