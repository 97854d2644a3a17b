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
import { comparableText, type MessageAllowance } from '#shared/domain/office/ceilings.ts';
import { contactOfMessage } from '#shared/domain/office/contact.ts';
import type { Lead } from '#shared/domain/office/lead.ts';
import { lazily, xml } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import { log, masked } from '#shared/log.ts';
import { type AnsweringParts, messageAnswering } from '#shared/messages/answering.ts';
import { type AnsweringDeadlines, answeringParts } from '#shared/messages/answering-parts.ts';
import { messageTexts } from '#shared/messages/message-texts.ts';
import { toReceivedMessage } from '#shared/messages/message-words.ts';
import { modelFreeAnswer } from '#shared/messages/model-free-answers.ts';
import { messageDocument } from '#shared/messages/reply-document.ts';
import { contactAllowance, officeAllowance } from '#shared/office/usage-reading.ts';
import type { Interactions, MessageQueues } from '#shared/ports/messages.ts';
import type { Leads, Office, Schedules, Secrets } from '#shared/ports/office.ts';
import type { Usage } from '#shared/ports/usage.ts';
import { survive } from '#shared/survival.ts';
import { type StaffDesk, staffDesk } from '#shared/telling/staff-desk.ts';
import { staffParts } from '#shared/telling/staff-parts.ts';
import { inboundForm } from '#shared/twilio/inbound-message-form.ts';

type Parts = AnsweringParts & {
  readonly config: Pick<Config, 'publicBaseUrl'>;
  readonly secrets: Pick<Secrets, 'twilio'>;
  readonly interactions: Interactions;
  readonly queues: MessageQueues;
  readonly leads: Pick<Leads, 'optIn' | 'optOut' | 'isOptedOut' | 'hint'>;
  readonly schedules: Pick<Schedules, 'once' | 'cancel'>;
  readonly usage: Pick<Usage, 'messageArrived' | 'addToOffice' | 'tellOnce'>;
  readonly office: Pick<Office, 'settings'>;
  readonly staff: StaffDesk;
};

/** One webhook invocation for a message. */
type Delivery = {
  readonly at: number;
  readonly by: string;
  readonly isArmed: boolean;
  readonly profileName: string | undefined;
};

/** A contact's queue, with what the ceilings allow. */
type CountedQueue = MessageQueue & { readonly allowance: MessageAllowance };

/** Replies that are not the answer to the message. */
const placeholders: readonly string[] = [messageTexts.wait, messageTexts.sorry];

/** The limit on the model: leaves time for reads and writes within Twilio's 15 s. */
const THINKING_MS = 9_000;
/** The end of the model's time, also after waiting for a turn; the rest is for a slow store. */
const ANSWERED_BY_MS = 10_500;
/** The lease on a reply handed to Twilio, until its delivery is reported. */
const SENDING_MS = 30_000;

/** Returns the handler that answers a message, at once or in a minute. It never loses one and never answers one twice. */
export function whatsappInbound(parts: Parts) {
  const { config, secrets, interactions, queues, leads, schedules, usage, office, staff } = parts;
  const answerInTurn = messageAnswering(parts);
  const toDocument = (text: string, messageSid?: string) => {
    // Placeholders carry no message id, so their delivery status is not mistaken for the answer's.
    const id = placeholders.includes(text) ? undefined : messageSid;
    return xml(messageDocument(config.publicBaseUrl, text, id));
  };

  /** Returns the earlier answer to a repeated delivery; empty if it is still being composed, or was sent late. */
  const answerRepeat = async (message: Interaction): Promise<string> => {
    const { external_sid: messageSid, put_off_at: putOffAt, reply_text: reply = '' } = message;
    log.info('message.repeated', { messageSid, isSettled: isSettled(message) });
    if (isDone(message)) await disarm(messageSid);
    if (!isSettled(message)) return '';
    return putOffAt === undefined ? reply : '';
  };

  /** Returns the queue of a contact. If its lead is new, an opt-out that outlived the last one is written into it. */
  const withOptOut = async (contact: string, queue: MessageQueue, at: number) => {
    const { lead } = queue;
    if (lead?.created_at !== at || lead.opted_out_at !== undefined) return queue;
    const isOut = await survive('opt-out.not-read', leads.isOptedOut(contact));
    if (!isOut) return queue;
    await leads.optOut(contact, at - 1);
    return { ...queue, lead: { ...lead, opted_out_at: at - 1 } };
  };

  /** Counts a message at its contact; undefined if that failed, so that the agent answers. */
  const allowanceOf = (message: Interaction, contact: string) => {
    const { text = '', media_type, created_at: at } = message;
    // Pictures in a row have the same words, and a voice note has none yet.
    const words = media_type === undefined ? comparableText(text) : undefined;
    return contactAllowance({ usage, office }, { contact, text, words, at });
  };

  /** Counts a message that the model is to answer towards the office's day, and returns the verdict of all ceilings. */
  const allowanceOfAll = async (
    message: Interaction,
    queue: MessageQueue,
    own: MessageAllowance | undefined,
  ): Promise<MessageAllowance> => {
    if (own === undefined || modelFreeAnswer(message, queue, own)) return own ?? 'agent';
    return (await officeAllowance({ usage, office }, message.created_at)) ?? 'agent';
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

  const answerFirst = async (message: Interaction, delivery: Delivery): Promise<string> => {
    const { contact, external_sid: messageSid } = message;
    const { at, by } = delivery;
    try {
      const place = { messageSid, until: at + WEBHOOK_LIFE_MS };
      const [queue, own] = contact
        ? await Promise.all([queues.join(contact, place, at), allowanceOf(message, contact)])
        : [];
      const allowance = queue ? await allowanceOfAll(message, queue, own) : 'agent';
      const hinting = contact && hint(contact, delivery.profileName, queue?.lead);
      const known = contact && queue ? await withOptOut(contact, queue, at) : undefined;
      const settled = await settle(message, known && { ...known, allowance }, delivery);
      await Promise.all([
        hinting,
        contact && survive('message.not-left', queues.leave(contact, { messageSid, at }, queue)),
        // The schedule stays until Twilio reports that the reply has left.
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
    queue: CountedQueue | undefined,
    { at, by }: Delivery,
  ) => {
    const { contact, external_sid: messageSid } = message;
    if (!contact || !queue) {
      return interactions.settle(message, { by, at, unanswered: 'no-contact' });
    }
    const leftMs = Math.max(0, at + ANSWERED_BY_MS - Date.now());
    const signal = AbortSignal.timeout(leftMs);
    const { allowance } = queue;
    const turn = { message: { ...message, contact }, queue, id: `${messageSid}-0`, allowance };
    return answerInTurn(turn, { by, thinkingMs: THINKING_MS, sendingMs: SENDING_MS }, signal);
  };

  return webhook(
    { publicBaseUrl: config.publicBaseUrl, secrets },
    {
      form: inboundForm,
      async answer(form) {
        const [at, by] = [Date.now(), randomUUID()];
        const received = toReceivedMessage(form);
        const { messageSid, media } = received;
        const from = masked(contactOfMessage(received));
        log.info('message.incoming', { messageSid, from, hasMedia: media !== undefined });
        const answered = await staff(received, form.ButtonPayload, { at, by });
        if (answered !== undefined) return toDocument(answered, messageSid);
        // The late reply is scheduled together with the row, so that a crash in between loses nothing.
        const [message, isArmed = false] = await Promise.all([
          survive('message.not-entered', interactions.enter(receivedMessage(received, at, by))),
          survive('message.not-armed', arm(messageSid, at)),
        ]);
        if (!message)
          return toDocument(isArmed ? messageTexts.wait : messageTexts.sorry, messageSid);
        const isFirst = message.entered_by === by;
        const text = isFirst
          ? await answerFirst(message, { at, by, isArmed, profileName: received.profileName })
          : await answerRepeat(message);
        return toDocument(text, messageSid);
      },
      otherwise: () => toDocument(messageTexts.sorry),
    },
  );

  /** Keeps the name that a contact gave WhatsApp: the office reads it, the agent does not. */
  async function hint(contact: string, name: string | undefined, lead: Lead | undefined) {
    if (!name || name === lead?.profile_name) return;
    await survive('lead.not-hinted', leads.hint(contact, name));
  }

  async function disarm(messageSid: string): Promise<void> {
    await survive('message.not-disarmed', schedules.cancel(lateReplyName(messageSid)));
  }

  async function arm(messageSid: string, at: number): Promise<true> {
    await schedules.once(firstLateReply(messageSid, at));
    return true;
  }
}

/** The vendors' deadlines: two attempts of four seconds fit into the model's time. */
const DEADLINES: AnsweringDeadlines = {
  transcriptionMs: 6_000,
  reply: { firstWords: 4_000, nextWords: 3_000, wholeReply: THINKING_MS },
};

/** Starts on Twilio's POST for an inbound WhatsApp message; answers TwiML with the reply. */
export const handler = lazily(async (config) => {
  const secrets = secretsOf(config);
  const db = dynamoDb(config);
  const parts = await answeringParts(config, { db, secrets }, DEADLINES);
  const staff = staffDesk(staffParts(db, { ...parts, listings: parts.memory.listings }));
  return whatsappInbound({ ...parts, staff });
});
