import { randomUUID } from 'node:crypto';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import type { Config } from '#shared/config/config.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { firstLateReply, lateReplyName } from '#shared/domain/messages/late-reply.ts';
import {
  isDone,
  isSettled,
  receivedMessage,
  WEBHOOK_LIFE_MS,
} from '#shared/domain/messages/message.ts';
import type { MessageQueue } from '#shared/domain/messages/message-queue.ts';
import { toContact } from '#shared/domain/office/contact.ts';
import { lazily, xml } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import { log, masked } from '#shared/log.ts';
import { type AnsweringParts, messageAnswering } from '#shared/messages/answering.ts';
import { answeringParts } from '#shared/messages/answering-parts.ts';
import { messageTexts } from '#shared/messages/message-texts.ts';
import { toReceivedMessage } from '#shared/messages/message-words.ts';
import { messageDocument } from '#shared/messages/reply-document.ts';
import type { Interactions, MessageQueues } from '#shared/ports/messages.ts';
import type { Leads, Schedules, Secrets } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';
import { inboundForm } from '#shared/twilio/inbound-message-form.ts';

type Parts = AnsweringParts & {
  readonly config: Pick<Config, 'publicBaseUrl'>;
  readonly secrets: Secrets;
  readonly interactions: Interactions;
  readonly queues: MessageQueues;
  readonly leads: Pick<Leads, 'optIn' | 'optOut'>;
  readonly schedules: Pick<Schedules, 'once' | 'cancel'>;
};

/** One delivery of a message. */
type Delivery = { readonly at: number; readonly by: string; readonly isArmed: boolean };

/** What is said where there is no answer yet, or none at all. */
const standIns: readonly string[] = [messageTexts.wait, messageTexts.sorry];

/** How long the agent may think: with what is read and written around it, Twilio's 15 s are not used up. */
const THINKING_MS = 9_000;
/** When all thinking ends, also about a message that waited for others: the rest of its life is for a slow store. */
const ANSWERED_BY_MS = 10_500;
/** How long a reply that Twilio was given is on its way. */
const SENDING_MS = 30_000;

/** Takes in a message of a customer's and answers it, at once or in a minute; what is received is never lost, and never answered twice. */
export function whatsappInbound(parts: Parts) {
  const { config, secrets, interactions, queues, schedules } = parts;
  const answerInTurn = messageAnswering(parts);
  const document = (text: string, messageSid?: string) => {
    // What becomes of words that stand in for an answer is no news of the answer.
    const id = standIns.includes(text) ? undefined : messageSid;
    return xml(messageDocument(config.publicBaseUrl, text, id));
  };

  /** Gives the answer that was given before; what is being answered, or was answered late, is not answered here too. */
  const repeated = async (message: Interaction): Promise<string> => {
    const { external_sid: messageSid, put_off_at: putOffAt, reply_text: reply = '' } = message;
    log.info('message.repeated', { messageSid, isSettled: isSettled(message) });
    if (!isSettled(message)) return '';
    if (isDone(message)) await disarm(messageSid);
    return putOffAt === undefined ? reply : '';
  };

  const putOff = async ({ contact, ...message }: Interaction, { isArmed }: Delivery) => {
    const at = Date.now();
    const leaving = { messageSid: message.external_sid, at };
    log.count('MessagesPutOff', { messageSid: message.external_sid });
    const [isToTell = true, isArmedNow = false] = await Promise.all([
      contact ? survive('message.not-put-off', queues.putOff(contact, leaving)) : true,
      isArmed || survive('message.not-armed', arm(leaving.messageSid, at)),
      survive('message.not-noted', interactions.note(message, { put_off_at: at })),
    ]);
    if (!isArmedNow) return messageTexts.sorry;
    return isToTell ? messageTexts.wait : '';
  };

  const answered = async (message: Interaction, delivery: Delivery): Promise<string> => {
    const { contact, external_sid: messageSid } = message;
    const { at, by } = delivery;
    try {
      const place = { messageSid, until: at + WEBHOOK_LIFE_MS };
      const queue = contact ? await queues.join(contact, place, at) : undefined;
      const settled = await settle(message, queue, delivery);
      await Promise.all([
        contact && survive('message.not-left', queues.leave(contact, { messageSid, at }, queue)),
        // A reply is looked after until Twilio tells that it has left.
        (!settled || isDone(settled)) && disarm(messageSid),
      ]);
      log.info('message.answered', { messageSid, tookMs: Date.now() - at });
      return settled?.settled_by === by ? (settled.reply_text ?? '') : '';
    } catch (error) {
      log.error('message.put-off', error, { messageSid });
      return putOff(message, delivery);
    }
  };

  const settle = async (
    message: Interaction,
    queue: MessageQueue | undefined,
    { at, by }: Delivery,
  ) => {
    const { contact, external_sid: messageSid } = message;
    if (!contact || !queue) {
      return interactions.settle(message, { by, at, unanswered: 'no-contact' });
    }
    const leftMs = Math.max(0, at + ANSWERED_BY_MS - Date.now());
    const signal = AbortSignal.timeout(leftMs);
    const turn = { message: { ...message, contact }, queue, id: `${messageSid}-0` };
    return answerInTurn(turn, { by, thinkingMs: THINKING_MS, sendingMs: SENDING_MS }, signal);
  };

  return webhook(
    { publicBaseUrl: config.publicBaseUrl, secrets },
    {
      form: inboundForm,
      async answer(form) {
        const [at, by] = [Date.now(), randomUUID()];
        const received = toReceivedMessage(form);
        const { messageSid, from, media } = received;
        const hasMedia = media !== undefined;
        log.info('message.incoming', { messageSid, from: masked(toContact(from)), hasMedia });
        // The late reply is arranged with the row, so that whoever dies in between loses nothing.
        const [message, isArmed = false] = await Promise.all([
          survive('message.not-entered', interactions.enter(receivedMessage(received, at, by))),
          survive('message.not-armed', arm(messageSid, at)),
        ]);
        if (!message) return document(isArmed ? messageTexts.wait : messageTexts.sorry, messageSid);
        const isFirst = message.entered_by === by;
        const text = isFirst
          ? await answered(message, { at, by, isArmed })
          : await repeated(message);
        return document(text, messageSid);
      },
      otherwise: () => document(messageTexts.sorry),
    },
  );

  async function disarm(messageSid: string): Promise<void> {
    await survive('message.not-disarmed', schedules.cancel(lateReplyName(messageSid)));
  }

  async function arm(messageSid: string, at: number): Promise<true> {
    await schedules.once(firstLateReply(messageSid, at));
    return true;
  }
}

/** Two attempts of four seconds fit into the time that the agent has. */
const PATIENCE = {
  transcriptionMs: 6_000,
  reply: { firstWords: 4_000, nextWords: 3_000, wholeReply: THINKING_MS },
};

export const handler = lazily(async (config) => {
  const secrets = secretsOf(config);
  return whatsappInbound(await answeringParts(config, { db: dynamoDb(config), secrets }, PATIENCE));
});
