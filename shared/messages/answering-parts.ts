import { s3Attachments } from '#shared/adapters/aws/attachments.ts';
import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { dynamoMessageQueues } from '#shared/adapters/dynamo/message-queues.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import type { DynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { dynamoUsage } from '#shared/adapters/dynamo/usage.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import { openaiBrain } from '#shared/adapters/openai/brain/brain.ts';
import type { ReplyDeadlinesMs } from '#shared/adapters/openai/brain/clock.ts';
import { openaiTranscriber } from '#shared/adapters/openai/transcriber.ts';
import { twilioInbox } from '#shared/adapters/twilio/inbox.ts';
import { twilioRest } from '#shared/adapters/twilio/rest.ts';
import { readLexicon } from '#shared/agent/lexicon.ts';
import { listeningNames } from '#shared/agent/listening-names.ts';
import { persona } from '#shared/agent/persona.ts';
import { createToolbox } from '#shared/agent/toolbox.ts';
import type { Config } from '#shared/config/config.ts';
import { waysOf } from '#shared/domain/office/telling.ts';
import { knownBrokers } from '#shared/office/known-brokers.ts';
import { knownOffice } from '#shared/office/known-settings.ts';
import { UNHURRIED_MS } from '#shared/office/known-value.ts';
import type { Secrets } from '#shared/ports/office.ts';

/** The vendors' deadlines while a message is answered. */
export type AnsweringDeadlines = {
  readonly transcriptionMs: number;
  readonly reply: Partial<ReplyDeadlinesMs>;
};

/** Returns the parts of message answering, bound to the vendors' adapters. */
export async function answeringParts(
  config: Config,
  { db, secrets }: { readonly db: DynamoDb; readonly secrets: Secrets },
  deadlines: AnsweringDeadlines,
) {
  const apiKey = async () => (await secrets.models()).openaiApiKey ?? '';
  const leads = dynamoLeads(db);
  const listings = dynamoListings(db);
  const viewings = dynamoViewings(db);
  const tasks = dynamoTasks(db);
  const interactions = dynamoInteractions(db);
  const schedules = eventbridgeScheduler(config.schedules);
  const office = knownOffice(dynamoOfficeSettings(db));
  // Words to the agent are a customer's: a person of the office is known before anything else is done.
  const brokers = knownBrokers(dynamoBrokers(db), Date.now, UNHURRIED_MS);
  return {
    config,
    secrets,
    leads,
    interactions,
    schedules,
    queues: dynamoMessageQueues(db),
    usage: dynamoUsage(db, secrets),
    tasks,
    memory: { leads, tasks, viewings, interactions, listings },
    office,
    brokers,
    tellsOffice: waysOf(config).length > 0,
    openToolbox: (turn: Parameters<typeof createToolbox>[1]) =>
      createToolbox(
        { listings, leads, tasks, viewings, schedules, office, brokers, now: Date.now },
        turn,
      ),
    brain: openaiBrain({
      apiKey,
      config: config.openai,
      instructions: persona(config.officeName, 'whatsapp'),
      isWritten: true,
      deadlinesMs: deadlines.reply,
    }),
    transcriber: openaiTranscriber({
      apiKey,
      config: config.openai,
      keywords: listeningNames(readLexicon(), listings),
      deadlineMs: deadlines.transcriptionMs,
    }),
    inbox: twilioInbox(twilioRest(config.twilio, await secrets.twilio())),
    attachments: s3Attachments(config.recordingsBucket),
  };
}
