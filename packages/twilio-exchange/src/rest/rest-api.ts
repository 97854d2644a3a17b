import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Account, newSid } from '../account/account.ts';
import type { CallFacts } from '../account/call-parameters.ts';
import type { Recordings } from '../account/recordings.ts';
import type { Call } from '../call/call.ts';
import { answerUnder } from '../http/faulty-answer.ts';
import { notFound, type RestAnswer, restError, restJson } from '../http/rest-answer.ts';
import type { RestFaults, RestOperation } from '../trouble/rest-faults.ts';
import type { WhatsAppChannel } from '../whatsapp/whatsapp.ts';
import { listCalls, toCallJson, updateCall } from './call-resource.ts';
import { answerAboutNumbers, type SettableNumber } from './number-resource.ts';
import { listRecordings, readRecording } from './recording-resource.ts';

/** The parts of an exchange that its REST API reads and changes. */
export type RestWorld = {
  readonly account: Account;
  readonly number: SettableNumber;
  /** The calls that can be updated, by their SID. */
  readonly calls: ReadonlyMap<string, Call>;
  /** The calls that can be read, by their SID, oldest first. */
  readonly directory: ReadonlyMap<string, CallFacts>;
  readonly recordings: Recordings;
  /** Faults of requests about any call; a call's own faults take precedence. */
  readonly faults: RestFaults;
  readonly messages: Pick<WhatsAppChannel, 'answer' | 'answerTyping'>;
};

const callPath = /^\/Calls\/(CA[0-9a-f]{32})\.json$/;
const numberPath = /^\/IncomingPhoneNumbers(?:\/(PN[0-9a-f]{32}))?\.json$/;
const recordingPath = /^\/Recordings\/(RE[0-9a-f]{32})(\.json|\.wav|\.mp3)?$/;

/** Twilio serves it at `messaging.twilio.com`, the exchange at its one address. */
const typingPath = '/v2/Indicators/Typing.json';

/**
 * Creates the REST API of calls, recordings, numbers and messages.
 * @see https://www.twilio.com/docs/usage/api
 */
export function createRestApi(world: RestWorld): RequestListener {
  return async function serve(request, response) {
    const form = await text(request).catch(() => undefined);
    // A client that hung up before the end of its request does not wait for an answer.
    if (form === undefined) return;
    const answer = answerTo(request, new URLSearchParams(form), world);
    // The connection stays open, so the client runs into its own timeout.
    if (!answer) return;
    const { status, headers, body } = answer;
    response.writeHead(status, {
      ...headers,
      'Content-Length': String(Buffer.byteLength(body)),
      'Twilio-Request-Id': newSid('RQ'),
      'X-Powered-By': 'AT-5000',
    });
    response.end(body);
  };
}

function answerTo(
  request: IncomingMessage,
  form: URLSearchParams,
  world: RestWorld,
): RestAnswer | undefined {
  const { account, calls, directory, recordings, faults, messages } = world;
  if (!isAuthentic(request, account)) return restError(401, 20003, 'Authenticate');

  const url = new URL(request.url ?? '/', 'http://localhost');
  const { pathname, searchParams } = url;
  const root = `/2010-04-01/Accounts/${account.accountSid}`;
  const resource = pathname.startsWith(`${root}/`) ? pathname.slice(root.length) : '';
  const { method = 'GET' } = request;
  if (pathname === typingPath && method === 'POST') return messages.answerTyping(form);
  if (resource.startsWith('/Messages')) return messages.answer({ method, resource, url, form });

  const faultOf = (operation: RestOperation, about: Call | undefined) =>
    about?.restFaults.take(operation) ?? faults.take(operation);

  if (resource === '/Calls.json' && method === 'GET') {
    const list = () => listCalls([...directory.values()], url, account);
    return answerUnder(faults.take('list-calls'), list);
  }
  if (resource === '/Recordings.json' && method === 'GET') {
    const list = () => listRecordings(recordings.all(), url, account);
    return answerUnder(faults.take('list-recordings'), list);
  }

  const aboutNumbers = numberPath.exec(resource);
  if (aboutNumbers) {
    const [, numberSid] = aboutNumbers;
    const { number } = world;
    return answerUnder(faults.take(method === 'GET' ? 'list-numbers' : 'update-number'), () =>
      answerAboutNumbers({ number, account, numberSid, method, form, url }),
    );
  }

  const callSid = callPath.exec(resource)?.[1] ?? '';
  const call = calls.get(callSid);
  const facts = directory.get(callSid);
  if (facts && method === 'GET') {
    return answerUnder(faultOf('fetch-call', call), () => restJson(toCallJson(facts, account)));
  }
  if (call && method === 'POST') {
    return answerUnder(faultOf('update-call', call), () => updateCall(call, form, account));
  }

  const [, recordingSid = '', extension = ''] = recordingPath.exec(resource) ?? [];
  const recording = recordings.find(recordingSid);
  if (recording && recording.status !== 'deleted') {
    const about = calls.get(recording.callSid);
    const isMedia = extension !== '.json';
    const fault =
      faultOf('recording', about) ?? (isMedia ? faultOf('recording-media', about) : undefined);
    return answerUnder(fault, () =>
      readRecording({ recording, extension, method, query: searchParams, account }),
    );
  }
  return notFound(pathname);
}

function isAuthentic({ headers }: IncomingMessage, { accountSid, authToken }: Account): boolean {
  const credentials = Buffer.from(`${accountSid}:${authToken}`).toString('base64');
  const expected = Buffer.from(`Basic ${credentials}`);
  const given = Buffer.from(headers.authorization ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
