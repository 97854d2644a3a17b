import { setTimeout as sleep } from 'node:timers/promises';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { sesMailbox } from '#shared/adapters/aws/ses-mailbox.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoCallCards } from '#shared/adapters/dynamo/call-cards.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import { dynamoChatCards } from '#shared/adapters/dynamo/chat-cards.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { dynamoStaffMessages } from '#shared/adapters/dynamo/staff-messages.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { dynamoTellings } from '#shared/adapters/dynamo/tellings.ts';
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
import { knownOffice } from '#shared/office/known-settings.ts';
import { UNHURRIED_MS } from '#shared/office/known-value.ts';
import { survive } from '#shared/survival.ts';
import { type CallCardingParts, callCarding } from '#shared/telling/call-carding.ts';
import { type ChatCardingParts, chatCarding } from '#shared/telling/chat-carding.ts';
import { type MorningAgendaParts, morningAgenda } from '#shared/telling/morning-agenda.ts';
import { officeTelling, type TellingParts } from '#shared/telling/office-telling.ts';
import { inviteByMail, staffByMail } from '#shared/telling/staff-by-mail.ts';
import { staffByWhatsApp } from '#shared/telling/staff-by-whatsapp.ts';
import { type ViewingTellingParts, viewingTelling } from '#shared/telling/viewing-telling.ts';

/** Returns the handler that tells the people of the office what waits for them. */
export function tell(
  parts: TellingParts &
    CallCardingParts &
    ChatCardingParts &
    ViewingTellingParts &
    MorningAgendaParts,
  pace = TELLING_PACE,
) {
  const [tellOffice, tellBrokers, tellDay] = [
    officeTelling(parts),
    viewingTelling(parts),
    morningAgenda(parts),
  ];
  const [sumUpCalls, sumUpChats] = [callCarding(parts), chatCarding(parts)];

  const repeat = async (
    sweep: () => Promise<number>,
    name: 'tasks' | 'viewings' | 'agendas' | 'cards',
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
    const haveSwept = await Promise.all([
      repeat(sumUpCalls, 'cards'),
      repeat(sumUpChats, 'cards'),
      ...(canTell
        ? [repeat(tellOffice, 'tasks'), repeat(tellBrokers, 'viewings'), repeat(tellDay, 'agendas')]
        : []),
    ]);
    if (haveSwept.every(Boolean)) log.count('TellRuns');
  };
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
  return tell({
    cards: dynamoCallCards(db),
    chats: dynamoChatCards(db),
    interactions: dynamoInteractions(db),
    turns: dynamoCallTurns(db),
    tasks: dynamoTasks(db),
    viewings: dynamoViewings(db),
    days: viewingDays(db),
    summarizer: openaiSummarizer(apiKey, config.openai),
    tellings: dynamoTellings(db),
    messages: dynamoStaffMessages(db),
    brokers: knownBrokers(dynamoBrokers(db), Date.now, UNHURRIED_MS),
    office: knownOffice(dynamoOfficeSettings(db), Date.now, UNHURRIED_MS),
    untoldViewings: dynamoUntoldViewings(db),
    listings: dynamoListings(db),
    calls: dynamoCallLogs(db),
    leads: dynamoLeads(db),
    senders: {
      ...(messaging &&
        whatsapp.staffTemplate && {
          whatsapp: staffByWhatsApp(messaging, whatsapp.staffTemplate),
        }),
      ...(mailbox && { email: staffByMail(mailbox, officeName) }),
    },
    invite:
      mailbox && mailFrom
        ? inviteByMail(mailbox, officeName, (told, broker) =>
            viewingInvitation(told, broker, { name: officeName, mailFrom }),
          )
        : undefined,
  });
});
