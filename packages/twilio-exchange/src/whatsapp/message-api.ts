import { answerUnder } from '../http/faulty-answer.ts';
import { notFound, type RestAnswer, restError, restJson } from '../http/rest-answer.ts';
import { restPage } from '../http/rest-list.ts';
import type { MessageFaults, MessageOperation } from '../trouble/rest-faults.ts';
import { type CustomerState, OPTED_OUT } from './customer-state.ts';
import type { MediaHost } from './media-host.ts';
import type { LiveMessage, StoredMedia } from './message.ts';
import { listMessages, toMediaJson, toMessageJson } from './message-resource.ts';
import { type Messaging, switchesOf } from './messaging.ts';
import { readNewMessage } from './new-message.ts';
import type { Outbox } from './outbox.ts';

/** The parts of a channel that its REST API uses. */
export type MessagingParts = {
  readonly messaging: Messaging;
  readonly outbox: Outbox;
  readonly mediaHost: MediaHost;
  /** Faults of requests about the messages of any customer. */
  readonly faults: MessageFaults;
  stateOf(number: string): CustomerState;
};

/** A request to the account's REST API; `resource` is its path below the account. */
export type MessageRequest = {
  readonly method: string;
  readonly resource: string;
  readonly url: URL;
  readonly form: URLSearchParams;
};

const messagePath = /^\/Messages\/([SM]M[0-9a-f]{32})\.json$/;
const mediaPath = /^\/Messages\/([SM]M[0-9a-f]{32})\/Media(?:\/(ME[0-9a-f]{32}))?(\.json)?$/;

/**
 * Returns the answer to a request about messages; undefined where it stays unanswered.
 * @see https://www.twilio.com/docs/messaging/api/message-resource
 */
export function answerAboutMessages(
  { method, resource, url, form }: MessageRequest,
  parts: MessagingParts,
): RestAnswer | undefined {
  const { messaging, faults, stateOf } = parts;
  const { account, book, sender } = messaging;
  const owner = { account, office: sender.phoneNumber };
  const under = (operation: MessageOperation, customer: string, answer: () => RestAnswer) => {
    const own = customer && stateOf(customer).faults.take(operation);
    return answerUnder(own || faults.take(operation), answer);
  };

  if (resource === '/Messages.json' && method === 'GET') {
    const customer = numberIn(url.searchParams, sender.phoneNumber);
    return under('list-messages', customer, () => listMessages([...book.values()], url, owner));
  }
  if (resource === '/Messages.json' && method === 'POST') {
    return under('create-message', numberIn(form, sender.phoneNumber), () => create(form, parts));
  }

  const [, messageSid = ''] = messagePath.exec(resource) ?? mediaPath.exec(resource) ?? [];
  const message = book.get(messageSid);
  if (!message) return notFound(url.pathname);
  const { customer } = message;
  if (messagePath.test(resource)) {
    if (method === 'DELETE') return under('delete-message', customer, () => remove(message, parts));
    return under('fetch-message', customer, () => restJson(toMessageJson(message, owner)));
  }

  const [, , mediaSid, extension] = mediaPath.exec(resource) ?? [];
  const media = message.media.find((it) => it.mediaSid === mediaSid);
  const toJson = (file: StoredMedia) => toMediaJson(message, file, account);
  if (!mediaSid) {
    const list = () => restPage({ key: 'media_list', items: message.media.map(toJson) }, url);
    return under('message-media', customer, list);
  }
  if (!media) return notFound(url.pathname);
  return under('message-media', customer, () => {
    if (method === 'DELETE') return removeMedia(message, media);
    return extension ? restJson(toJson(media)) : pointTo(media, customer, parts);
  });
}

/** `POST /v2/Indicators/Typing.json`: marks a message as read, and shows that an answer is on its way. */
export function answerTyping(
  form: URLSearchParams,
  { messaging, stateOf, faults }: MessagingParts,
): RestAnswer | undefined {
  const message = messaging.book.get(form.get('messageId') ?? '');
  const isKnown = message?.direction === 'inbound' && form.get('channel') === 'whatsapp';
  if (!isKnown) return restError(404, 20404, 'The requested message was not found');
  const { changes, faults: own } = stateOf(message.customer);
  return answerUnder(own.take('typing-indicator') ?? faults.take('typing-indicator'), () => {
    message.status = 'read';
    message.updatedAt = Date.now();
    changes.publish({ ...message });
    return restJson({ success: true });
  });
}

function create(form: URLSearchParams, { messaging, outbox, stateOf }: MessagingParts): RestAnswer {
  const { account, sender } = messaging;
  const request = readNewMessage(form, sender);
  if ('status' in request) return request;
  const customer = stateOf(request.to);
  if (customer.habits.refusal === OPTED_OUT) {
    return restError(400, OPTED_OUT, 'Attempt to send to unsubscribed recipient');
  }
  const message = outbox.send({ ...request, customer, direction: 'outbound-api' });
  return restJson(toMessageJson(message, { account, office: sender.phoneNumber }), 201);
}

/** Deletes a message with its files. */
function remove({ messageSid }: LiveMessage, { messaging }: MessagingParts): RestAnswer {
  messaging.book.delete(messageSid);
  return gone;
}

function removeMedia(message: LiveMessage, media: StoredMedia): RestAnswer {
  message.media = message.media.filter((it) => it !== media);
  return gone;
}

const gone: RestAnswer = { status: 204, headers: {}, body: '' };

function pointTo(
  media: StoredMedia,
  customer: string,
  { messaging, mediaHost, stateOf }: MessagingParts,
): RestAnswer {
  if (media.flaw === 'unauthorized') return restError(401, 20003, 'Authenticate');
  if (media.flaw === 'not-found') return notFound(media.mediaSid);
  const { mediaRedirectStatus } = switchesOf(messaging, stateOf(customer).habits.switches);
  return { status: mediaRedirectStatus, headers: { Location: mediaHost.offer(media) }, body: '' };
}

/** Returns the customer's number among the two ends that a request names. */
function numberIn(fields: URLSearchParams, office: string): string {
  const numbers = [fields.get('To'), fields.get('From')].map((it) => it?.replace('whatsapp:', ''));
  return numbers.find((number) => number && number !== office) ?? '';
}
