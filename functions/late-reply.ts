import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { officeMessaging } from '#shared/adapters/twilio/messaging.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import {
  isLastReply,
  type LateReply,
  lateReplyInput,
  nextLateReply,
} from '#shared/domain/messages/late-reply.ts';
import {
  isReplyUnsent,
  isSettled,
  hasUnstoredMedia,
  messageKey,
  receivedMessage,
} from '#shared/domain/messages/message.ts';
import { InvalidInput, VendorFailed } from '#shared/errors.ts';
import { lazily } from '#shared/http/lambda.ts';
import { log } from '#shared/log.ts';
import { type AnsweringParts, messageAnswering } from '#shared/messages/answering.ts';
import { answeringParts } from '#shared/messages/answering-parts.ts';
import { sendReply } from '#shared/messages/delivery.ts';
import { hearing } from '#shared/messages/hearing.ts';
import { messageTexts } from '#shared/messages/message-texts.ts';
import { describedMessage } from '#shared/messages/message-words.ts';
import { optWish } from '#shared/messages/opt-words.ts';
import type { Inbox, Interactions, MessageQueues, Messaging } from '#shared/ports/messages.ts';
import type { Leads, Schedules } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';

type Parts = AnsweringParts & {
  readonly inbox: Inbox;
  readonly interactions: Interactions;
  readonly queues: MessageQueues;
  readonly leads: Pick<Leads, 'find' | 'optIn' | 'optOut'>;
  readonly messaging: Messaging;
  readonly schedules: Pick<Schedules, 'once' | 'cancel'>;
};

/** How long a message is heard: a voice note of minutes, a photograph over a slow line. */
const HEARING_MS = 25_000;
/** How long it may wait for others and be thought about; whoever writes meanwhile waits for it in turn. */
const ANSWERING_MS = 20_000;
const THINKING_MS = 10_000;
/** A place outlasts the work for which it is held by what a slow store takes. */
const PLACE_MS = ANSWERING_MS + 3_000;
/** Sending, with every look and every pause. */
const SENDING_MS = 30_000;

/** Looks after a message that its webhook may not have answered: answers it, or brings the reply that stands, and tries again later where it cannot. */
export function lateReply(parts: Parts) {
  const { schedules } = parts;
  const find = finding(parts);
  const answer = answering(parts);
  const bring = bringing(parts);

  const lookAfter = async (look: LateReply) => {
    const message = await find(look.messageSid);
    if (!message) return log.info('message.unknown', look);
    const by = randomUUID();
    const settled = isSettled(message) ? message : await answer(message, look, by);
    if (settled && isReplyUnsent(settled)) await bring(settled, by);
  };

  return async (event: unknown): Promise<void> => {
    const look = z.parse(lateReplyInput, event);
    try {
      await lookAfter(look);
    } catch (error) {
      const next = nextLateReply(look, Date.now());
      if (!next) {
        log.count('MessagesGivenUp', { messageSid: look.messageSid });
        throw error;
      }
      log.error('message.put-off-again', error, look);
      await schedules.once(next);
    }
  };
}

/** Finds a message in the CRM, or enters it as Twilio keeps it where the store was away when it came; keeps what came with it. */
function finding(parts: Parts) {
  const { interactions, inbox } = parts;
  const { keep } = hearing(parts);

  const adopted = async (messageSid: string) => {
    const kept = await inbox.find(messageSid, AbortSignal.timeout(HEARING_MS));
    if (!kept) return undefined;
    log.warn('message.adopted', { messageSid });
    const text = describedMessage(kept.body, kept.media?.type);
    return interactions.enter(receivedMessage({ ...kept, text }, kept.at, randomUUID()));
  };

  return async (messageSid: string): Promise<Interaction | undefined> => {
    const message =
      (await interactions.find(messageKey(messageSid))) ?? (await adopted(messageSid));
    if (message?.text && hasUnstoredMedia(message)) {
      await survive('message.not-kept', keep(message, AbortSignal.timeout(HEARING_MS)));
    }
    return message;
  };
}

/** Settles a message: with an answer, or in the end with the word that there is none. */
function answering(parts: Parts) {
  const { interactions, queues } = parts;
  const { wordsOf } = hearing(parts);
  const answerInTurn = messageAnswering(parts);

  const heard = async (message: Interaction) => {
    if (message.text) return message;
    await wordsOf(message, AbortSignal.timeout(HEARING_MS));
    return (await interactions.find(message)) ?? message;
  };

  const answerNow = async (message: Interaction, contact: string, look: LateReply, by: string) => {
    const whole = await heard(message);
    const [messageSid, at] = [look.messageSid, Date.now()];
    const joined = await queues.join(contact, { messageSid, until: at + PLACE_MS }, at);
    // Whoever waited long enough is not one of too many.
    const queue = { ...joined, arrivals: 0 };
    const turn = { message: { ...whole, contact }, queue, id: `${messageSid}-${look.attempt}` };
    try {
      const answerer = { by, thinkingMs: THINKING_MS, sendingMs: SENDING_MS };
      return await answerInTurn(turn, answerer, AbortSignal.timeout(ANSWERING_MS));
    } finally {
      await survive('message.not-left', queues.leave(contact, { messageSid, at }));
    }
  };

  return async (message: Interaction, look: LateReply, by: string) => {
    const { contact, text } = message;
    if (!contact) return undefined;
    try {
      return await answerNow(message, contact, look, by);
    } catch (error) {
      if (!isLastReply(look)) throw error;
      log.error('message.given-up', error, look);
      log.count('MessagesGivenUp', { messageSid: look.messageSid });
      const at = Date.now();
      const replyText = text ? messageTexts.givenUp : messageTexts.voiceNotHeard;
      return interactions.settle(message, { by, at, replyText, sendingUntil: at + SENDING_MS });
    }
  };
}

/** Brings a reply that stands, unless it has left or somebody else is bringing it. */
function bringing(parts: Parts) {
  const { interactions, leads } = parts;
  return async (message: Interaction, by: string): Promise<void> => {
    const { contact, text = '', settled_by, settled_at } = message;
    if (!contact) return;
    const lead = await leads.find(contact);
    if (lead?.opted_out_at !== undefined && optWish(text) !== 'out') return;
    const isOurs = settled_by === by;
    const at = Date.now();
    if (!isOurs && !(await interactions.claimSending(message, { at, until: at + SENDING_MS }))) {
      const standing = await interactions.find(message);
      if (!standing || !isReplyUnsent(standing)) return;
      throw new VendorFailed('twilio', 'is being given this reply by another');
    }
    await sendReply(parts, { ...message, contact }, isOurs ? undefined : settled_at);
  };
}

/** Nobody waits on the line any more. */
const PATIENCE = {
  transcriptionMs: HEARING_MS,
  reply: { firstWords: 5_000, nextWords: 4_000, wholeReply: THINKING_MS },
};

export const handler = lazily(async (config) => {
  const secrets = secretsOf(config);
  const messaging = officeMessaging(config, await secrets.read());
  if (!messaging) throw new InvalidInput('WHATSAPP_SENDER is not set: nothing can be sent.');
  const parts = await answeringParts(config, { db: dynamoDb(config), secrets }, PATIENCE);
  return lateReply({ ...parts, messaging });
});
