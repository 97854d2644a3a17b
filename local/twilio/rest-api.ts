import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Account, newSid } from './account.ts';
import type { Call } from './call.ts';
import { toCallJson, updateCall } from './call-resource.ts';
import { readRecording } from './recording-resource.ts';
import type { Recordings } from './recordings.ts';
import { notFound, type RestAnswer, restError } from './rest-answer.ts';
import { answerUnder, type RestFaults, type RestOperation } from './rest-faults.ts';

/** What the REST API can see and move. */
export type RestWorld = {
  readonly account: Account;
  readonly calls: ReadonlyMap<string, Call>;
  readonly recordings: Recordings;
  /** What befalls requests about any call; a call's own faults come first. */
  readonly faults: RestFaults;
};

const callPath = /^\/Calls\/(CA[0-9a-f]{32})\.json$/;
const recordingPath = /^\/Recordings\/(RE[0-9a-f]{32})(\.json|\.wav|\.mp3)?$/;

/** Serves the part of Twilio's REST API that concerns calls and recordings. */
export function createRestApi(world: RestWorld): RequestListener {
  return async function serve(request, response) {
    const form = await text(request).catch(() => undefined);
    // Whoever hung up before the end of the request waits for no answer.
    if (form === undefined) return;
    const answer = answerTo(request, new URLSearchParams(form), world);
    // Left open: the client finds out by itself that nobody answers.
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
  const { account, calls, recordings, faults } = world;
  if (!isAuthentic(request, account)) return restError(401, 20003, 'Authenticate');

  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const root = `/2010-04-01/Accounts/${account.accountSid}`;
  const resource = pathname.startsWith(`${root}/`) ? pathname.slice(root.length) : '';
  const { method = 'GET' } = request;

  const faultOf = (operation: RestOperation, about: Call | undefined) =>
    about?.restFaults.take(operation) ?? faults.take(operation);

  const call = calls.get(callPath.exec(resource)?.[1] ?? '');
  if (call && method === 'GET') {
    return answerUnder(faultOf('fetch-call', call), () => toCallJson(call, account));
  }
  if (call && method === 'POST') {
    return answerUnder(faultOf('update-call', call), () => updateCall(call, form, account));
  }

  const [, recordingSid = '', extension = ''] = recordingPath.exec(resource) ?? [];
  const recording = recordings.find(recordingSid);
  if (recording && recording.status !== 'deleted') {
    return answerUnder(faultOf('recording', calls.get(recording.callSid)), () =>
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
