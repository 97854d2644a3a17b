import type { Account } from '../account/account.ts';
import { type CallFacts, callSeconds, directionOf, toRfc2822 } from '../account/call-parameters.ts';
import type { Call } from '../call/call.ts';
import { notInProgress } from '../http/faulty-answer.ts';
import { type RestAnswer, restError, restJson } from '../http/rest-answer.ts';
import { isAskedFor, isWithinDays, restPage } from '../http/rest-list.ts';
import { toMethod } from '../webhook/webhook.ts';

/** The limit is documented for creating a call, and assumed for an update. */
const MAX_TWIML_CHARACTERS = 4000;

/**
 * Returns a call as a JSON resource of the REST API.
 * @see https://www.twilio.com/docs/voice/api/call-resource
 */
export function toCallJson(facts: CallFacts, { accountSid }: Account) {
  const uri = `/2010-04-01/Accounts/${accountSid}/Calls/${facts.callSid}`;
  const moment = (at: number | undefined) => (at ? toRfc2822(at) : null);
  return {
    account_sid: accountSid,
    answered_by: null,
    api_version: '2010-04-01',
    caller_name: null,
    date_created: moment(facts.startedAt),
    date_updated: moment(facts.endedAt ?? facts.answeredAt ?? facts.startedAt),
    direction: directionOf(facts),
    duration: facts.endedAt ? String(callSeconds(facts)) : null,
    end_time: moment(facts.endedAt),
    forwarded_from: null,
    from: facts.from,
    from_formatted: facts.from,
    group_sid: null,
    parent_call_sid: facts.parentCallSid ?? null,
    phone_number_sid: null,
    price: null,
    price_unit: 'USD',
    queue_time: '0',
    sid: facts.callSid,
    start_time: moment(facts.startedAt),
    status: facts.status,
    subresource_uris: { recordings: `${uri}/Recordings.json` },
    to: facts.to,
    to_formatted: facts.to,
    trunk_sid: null,
    uri: `${uri}.json`,
  };
}

/** Returns the page of calls that a URL asks for; `calls` are those of the account, oldest first. */
export function listCalls(calls: readonly CallFacts[], url: URL, account: Account): RestAnswer {
  const { searchParams: query } = url;
  const items = calls
    .filter(
      (call) =>
        isAskedFor(call.from, 'From', query) &&
        isAskedFor(call.to, 'To', query) &&
        isAskedFor(call.status, 'Status', query) &&
        isAskedFor(call.parentCallSid, 'ParentCallSid', query) &&
        isWithinDays(call.startedAt, 'StartTime', query) &&
        isWithinDays(call.endedAt, 'EndTime', query),
    )
    .reverse()
    .map((call) => toCallJson(call, account));
  return restPage({ key: 'calls', items }, url);
}

/** Redirects or ends a call in progress, or returns a refusal; the effect follows the answer. */
export function updateCall(call: Call, form: URLSearchParams, account: Account): RestAnswer {
  const [url, twiml, status] = [form.get('Url'), form.get('Twiml'), form.get('Status')];
  if (url && twiml) return restError(400, 20001, 'Url and Twiml exclude each other');
  if (twiml && twiml.length > MAX_TWIML_CHARACTERS) {
    return restError(400, 20001, `Twiml is longer than ${MAX_TWIML_CHARACTERS} characters`);
  }
  if (url && !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    return restError(400, 21205, `Url is not a valid URL: ${url}`);
  }
  if (status && status !== 'completed' && status !== 'canceled') {
    return restError(400, 21218, `Invalid Status: ${status}`);
  }
  if (call.facts.status !== 'in-progress') return notInProgress();

  const answer = restJson(toCallJson(call.facts, account));
  if (status === 'completed') call.hangUp('rest');
  else if (twiml) call.redirect({ step: { kind: 'inline', twiml }, ...fallbackOf(form) });
  else if (url) {
    const delivery = { url, method: toMethod(form.get('Method')), parameters: {} };
    call.redirect({ step: { kind: 'fetch', delivery }, ...fallbackOf(form) });
  }
  return answer;
}

function fallbackOf(form: URLSearchParams) {
  const url = form.get('FallbackUrl');
  const method = toMethod(form.get('FallbackMethod'));
  return url ? { fallback: { url, method } } : {};
}
