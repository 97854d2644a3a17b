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
  hasUnstoredMedia,
  isErased,
  isReplyUnsent,
  isSettled,
  messageKey,
  receivedMessage,
} from '#shared/domain/messages/message.ts';
import { staffRow } from '#shared/domain/messages/staff-row.ts';
import { InvalidInput, VendorFailed } from '#shared/errors.ts';
import { lazily } from '#shared/http/lambda.ts';
import { log } from '#shared/log.ts';
import { type AnsweringParts, messageAnswering } from '#shared/messages/answering.ts';
import { type AnsweringDeadlines, answeringParts } from '#shared/messages/answering-parts.ts';
import { attachmentIntake } from '#shared/messages/attachment-intake.ts';
import { sendReply } from '#shared/messages/delivery.ts';
import { messageTexts } from '#shared/messages/message-texts.ts';
import { describedMessage } from '#shared/messages/message-words.ts';
import { openMessageTask } from '#shared/office/message-tasks.ts';
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

/** The limit on an attachment: a voice note of minutes, or a photograph over a slow connection. */
const ATTACHMENT_MS = 25_000;
/** The limit on waiting for a turn and on the model; later messages of the contact wait for this one. */
const ANSWERING_MS = 20_000;
const THINKING_MS = 10_000;
/** The life of a place in the queue: the work, and a margin for a slow store. */
const PLACE_MS = ANSWERING_MS + 3_000;
/** The lease on sending, with all lookups and pauses. */
const SENDING_MS = 30_000;

/** Returns the handler that answers a message after its webhook, or sends its stored reply; a failure is scheduled again. */
export function lateReply(parts: Parts) {
  const { schedules, brokers, interactions } = parts;
  const { find, keepFile } = messageFinder(parts);
  const answer = lateAnswering(parts);
  const send = storedReplySender(parts);

  const answerLate = async (input: LateReply) => {
    const message = await find(input.messageSid);
    if (!message || isErased(message)) return log.info('message.unknown', input);
    const by = randomUUID();
    if (staffRow(message, await brokers.active())) return passOver(message, by);
    await keepFile(message);
    const settled = isSettled(message) ? message : await answer(message, input, by);
    if (settled && isReplyUnsent(settled)) await send(settled, by);
  };

  /** Leaves a message of the office's own people. They were not answered, so they wrote again or took it up otherwise. */
  const passOver = async (message: Interaction, by: string) => {
    log.info('staff.passed-over', { messageSid: message.external_sid });
    await interactions.settle(message, { by, at: Date.now(), unanswered: 'staff' });
  };

  return async (event: unknown): Promise<void> => {
    const input = z.parse(lateReplyInput, event);
    try {
      await answerLate(input);
    } catch (error) {
      const next = nextLateReply(input, Date.now());
      if (!next) {
        log.count('MessagesGivenUp', { messageSid: input.messageSid });
        throw error;
      }
      log.error('message.put-off-again', error, input);
      await schedules.once(next);
    }
  };
}

/** Returns functions that find a message in the CRM, or else enter it from Twilio, and store its attachment. */
function messageFinder(parts: Parts) {
  const { interactions, inbox, brokers } = parts;
  const { store } = attachmentIntake(parts);

  const adopt = async (messageSid: string) => {
    const kept = await inbox.find(messageSid, AbortSignal.timeout(ATTACHMENT_MS));
    if (!kept) return undefined;
    log.warn('message.adopted', { messageSid });
    const text = describedMessage(kept.body, kept.media?.type);
    const received = receivedMessage({ ...kept, text }, kept.at, randomUUID());
    return interactions.enter(staffRow(received, await brokers.active()) ?? received);
  };

  return {
    find: async (messageSid: string): Promise<Interaction | undefined> =>
      (await interactions.find(messageKey(messageSid))) ?? adopt(messageSid),

    async keepFile(message: Interaction): Promise<void> {
      if (!message.text || !hasUnstoredMedia(message)) return;
      await survive('message.not-kept', store(message, AbortSignal.timeout(ATTACHMENT_MS)));
    },
  };
}

/** Returns a function that settles a message: with an answer, or after the last attempt with an apology. */
function lateAnswering(parts: Parts) {
  const { interactions, queues } = parts;
  const { textOf } = attachmentIntake(parts);
  const answerInTurn = messageAnswering(parts);

  const withText = async (message: Interaction) => {
    if (message.text) return message;
    await textOf(message, AbortSignal.timeout(ATTACHMENT_MS));
    return (await interactions.find(message)) ?? message;
  };

  const answerNow = async (message: Interaction, contact: string, input: LateReply, by: string) => {
    const whole = await withText(message);
    const [messageSid, at] = [input.messageSid, Date.now()];
    const joined = await queues.join(contact, { messageSid, until: at + PLACE_MS }, at);
    // A late message is exempt from the rate limit.
    const queue = { ...joined, arrivals: 0 };
    const turn = { message: { ...whole, contact }, queue, id: `${messageSid}-${input.attempt}` };
    try {
      const attempt = { by, thinkingMs: THINKING_MS, sendingMs: SENDING_MS };
      return await answerInTurn(turn, attempt, AbortSignal.timeout(ANSWERING_MS));
    } finally {
      await survive('message.not-left', queues.leave(contact, { messageSid, at }));
    }
  };

  return async (message: Interaction, input: LateReply, by: string) => {
    const { contact, text } = message;
    if (!contact) return undefined;
    try {
      return await answerNow(message, contact, input, by);
    } catch (error) {
      if (!isLastReply(input)) throw error;
      log.error('message.given-up', error, input);
      log.count('MessagesGivenUp', { messageSid: input.messageSid });
      const waits = { id: `${input.messageSid}-waits`, kind: 'chat_waits', words: text } as const;
      await survive('task.not-opened', openMessageTask(parts, { ...message, contact }, waits));
      const at = Date.now();
      const replyText = text ? messageTexts.givenUp : messageTexts.voiceNotHeard;
      return interactions.settle(message, { by, at, replyText, sendingUntil: at + SENDING_MS });
    }
  };
}

/** Returns a function that sends a stored reply, unless it has left or another invocation holds the lease. */
function storedReplySender(parts: Parts) {
  const { interactions, leads } = parts;
  return async (message: Interaction, by: string): Promise<void> => {
    const { contact, created_at, settled_by, settled_at } = message;
    if (!contact) return;
    // An answer to words from before a refusal comes too late; a question after it is answered.
    const { opted_out_at: refusedAt = 0 } = (await leads.find(contact)) ?? {};
    if (refusedAt > created_at) return;
    const isOurs = settled_by === by;
    const at = Date.now();
    if (!isOurs && !(await interactions.claimSending(message, { at, until: at + SENDING_MS }))) {
      const standing = await interactions.find(message);
      if (!standing || !isReplyUnsent(standing)) return;
      throw new VendorFailed('twilio', 'another invocation is sending this reply');
    }
    await sendReply(parts, { ...message, contact }, isOurs ? undefined : settled_at);
  };
}

/** The vendors' deadlines: no webhook is waiting for this answer. */
const DEADLINES: AnsweringDeadlines = {
  transcriptionMs: ATTACHMENT_MS,
  reply: { firstWords: 5_000, nextWords: 4_000, wholeReply: THINKING_MS },
};

/** Starts on a one-time `late-…` schedule of `whatsapp-inbound` or `reconcile`; answers nothing. */
export const handler = lazily(async (config) => {
  const secrets = secretsOf(config);
  const messaging = officeMessaging(config, await secrets.twilio());
  if (!messaging) throw new InvalidInput('WHATSAPP_SENDER is not set, so no reply can be sent.');
  const parts = await answeringParts(config, { db: dynamoDb(config), secrets }, DEADLINES);
  return lateReply({ ...parts, messaging });
});
