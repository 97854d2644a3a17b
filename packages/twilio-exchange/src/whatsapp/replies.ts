import type { Incident } from '../account/error-log.ts';
import {
  parseTwiml,
  resolveUrl,
  type TwimlDocument,
  type TwimlElement,
} from '../twiml/document.ts';
import { TwimlFault } from '../twiml/fault.ts';
import { checkType, documentTypes, type FetchedAnswer } from '../twiml/fetch.ts';
import { schemaWarnings } from '../twiml/grammar.ts';

/** A message in the application's answer. */
export type Reply = {
  readonly body: string;
  readonly mediaUrls: readonly string[];
  readonly statusCallback?: string | undefined;
};

/** The longest body of a message in characters: https://www.twilio.com/docs/api/errors/21617 */
export const MAX_BODY_CHARACTERS = 1_600;
/** More `<Message>`s are dropped: https://www.twilio.com/docs/api/errors/14109 */
const MAX_REPLIES = 10;
const verbs = ['Message'];

/**
 * Returns the messages in an answer; one that cannot be sent is logged and left out.
 * @throws TwimlFault for an answer that cannot be read.
 */
export function readReplies(answer: FetchedAnswer, log: (incident: Incident) => void): Reply[] {
  if (!answer.body.trim()) return nothing(answer);
  checkType(answer);
  const found = answer.type === 'text/plain' ? [plain(answer)] : marked(answer, log);
  if (found.length > MAX_REPLIES) log({ code: 14109, detail: `${found.length} replies` });
  return found.slice(0, MAX_REPLIES).filter(({ body, mediaUrls }) => {
    const isTooLong = body.length > MAX_BODY_CHARACTERS;
    const isEmpty = !body && mediaUrls.length === 0;
    if (isTooLong) log({ code: 21617, detail: `${body.length} characters` });
    if (isEmpty) log({ code: 14103, detail: 'neither words nor media' });
    return !isTooLong && !isEmpty;
  });
}

/** Returns no reply for an empty body. @throws TwimlFault for a content type that an empty body contradicts, as observed. */
function nothing({ type }: FetchedAnswer): Reply[] {
  if (type && !documentTypes.includes(type)) throw new TwimlFault(11200, `an empty ${type}`);
  return [];
}

function plain({ body }: FetchedAnswer): Reply {
  return { body: body.trim(), mediaUrls: [] };
}

function marked({ body, url }: FetchedAnswer, log: (incident: Incident) => void): Reply[] {
  const document = parseTwiml(body, url);
  for (const unknown of schemaWarnings(document.verbs, verbs))
    log({ code: 12200, detail: unknown });
  return document.verbs
    .filter(({ name }) => verbs.includes(name))
    .map((element) => toReply(element, document));
}

function toReply({ attributes, children, text }: TwimlElement, document: TwimlDocument): Reply {
  const textsOf = (name: string) =>
    children.filter((child) => child.name === name).map((child) => child.text);
  const { statusCallback } = attributes;
  return {
    body: [text, ...textsOf('Body')].join('').trim(),
    mediaUrls: textsOf('Media').map((named) => resolveUrl(document, named)),
    statusCallback: statusCallback && resolveUrl(document, statusCallback),
  };
}
