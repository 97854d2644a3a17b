import { createVendorServer, type VendorAnswer } from '#local/aws/vendor-server.ts';
import { json } from './json-answer.ts';
import { newSid } from './twilio-requests.ts';

/** A request to move a call, as it arrived. */
type Update = { readonly callSid: string; readonly twiml: string; readonly at: number };

/** The answer of the REST API to a request to move a call. */
export type UpdateAnswer =
  | 'moves'
  | 'moves-when-told'
  | 'busy'
  | 'fails'
  | 'hangs'
  | 'not-in-progress'
  | 'unknown';

/** Opens a tiny REST API of Twilio, in which every call is as the test sets it. */
export async function openTwilioRest() {
  const updates: Update[] = [];
  const answers = new Map<string, UpdateAnswer>();
  const statuses = new Map<string, string>();
  const recorded = new Set<string>();
  const told = Promise.withResolvers<void>();
  const server = await createVendorServer({
    async answer({ method, path, query, body }) {
      if (path.endsWith('/Recordings.json')) return recordings(recorded, query.get('CallSid'));
      const callSid = /\/Calls\/(CA[0-9a-f]{32})\.json$/.exec(path)?.[1] ?? '';
      if (method === 'GET') return call(callSid, statuses.get(callSid));
      const twiml = new URLSearchParams(body.toString()).get('Twiml') ?? '';
      updates.push({ callSid, twiml, at: Date.now() });
      const answer = answers.get(callSid) ?? 'moves';
      if (answer === 'moves-when-told') await told.promise;
      return moved(callSid, answer);
    },
    maxBodyBytes: 65_536,
    tooLarge: { status: 413 },
    throttled: { status: 429 },
    broken: () => ({ status: 500 }),
  });
  return {
    url: server.endpoint,
    updates,
    /** Sets how a call is moved; `moves` by default. */
    answerUpdates: (callSid: string, answer: UpdateAnswer) => answers.set(callSid, answer),
    /** Sets the status that Twilio gives of a call; by default it knows no call. */
    answerFetches: (callSid: string, status: string) => statuses.set(callSid, status),
    /** Begins a recording of a call. */
    record: (callSid: string) => recorded.add(callSid),
    /** Answers the requests that wait to be told. */
    moveNow: () => told.resolve(),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function moved(callSid: string, answer: UpdateAnswer): VendorAnswer | Promise<VendorAnswer> {
  switch (answer) {
    case 'moves':
    case 'moves-when-told':
      return call(callSid, 'in-progress');
    case 'busy':
      return refusal(429, 20429, 'Too Many Requests');
    case 'fails':
      return { status: 500, headers: { 'content-type': 'text/html' }, body: '<h1>Oops</h1>' };
    case 'hangs':
      return new Promise(() => {});
    case 'not-in-progress':
      return refusal(400, 21220, 'Call is not in-progress. Cannot redirect.');
    case 'unknown':
      return refusal(404, 20404, 'The requested resource was not found');
  }
}

function call(sid: string, status: string | undefined): VendorAnswer {
  if (!status) return refusal(404, 20404, 'The requested resource was not found');
  return json(200, { sid, status, from: '+972501234567', to: '+97233000000' });
}

function recordings(recorded: ReadonlySet<string>, callSid: string | null): VendorAnswer {
  const begun = { sid: newSid('RE'), call_sid: callSid, status: 'in-progress' };
  return json(200, {
    recordings: callSid && recorded.has(callSid) ? [begun] : [],
    next_page_uri: null,
  });
}

function refusal(status: number, code: number, message: string): VendorAnswer {
  return json(status, { code, message, status });
}
