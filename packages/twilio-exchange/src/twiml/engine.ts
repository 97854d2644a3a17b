import type { EndedBy } from '../line/line-event.ts';
import { playToCaller } from '../line/playback.ts';
import { applicationErrorTones } from '../line/tone.ts';
import type { Fallback } from '../webhook/phone-number.ts';
import type { CallRequests } from './call-requests.ts';
import { parseTwiml, type TwimlDocument } from './document.ts';
import { TwimlFault } from './fault.ts';
import { schemaWarnings } from './grammar.ts';
import { type Interrupter, unlessInterrupted } from './interruption.ts';
import type { Step } from './step.ts';
import { connect } from './verbs/connect.ts';
import { dial } from './verbs/dial.ts';
import { hangup } from './verbs/hangup.ts';
import { pause } from './verbs/pause.ts';
import { play } from './verbs/play.ts';
import { record } from './verbs/record.ts';
import { redirect } from './verbs/redirect.ts';
import { reject } from './verbs/reject.ts';
import { say } from './verbs/say.ts';
import { hangUp, type LiveCall, type Next, type Verb } from './verbs/verb.ts';

/** The call that an engine drives. */
export interface DrivenCall extends LiveCall {
  readonly interrupter: Interrupter;
  readonly requests: CallRequests;
  fallback(): Fallback | undefined;
  answer(): void;
  end(by: EndedBy): void;
}

const verbs = new Map<string, Verb>([
  ['Play', play],
  ['Say', say],
  ['Record', record],
  ['Connect', connect],
  ['Dial', dial],
  ['Redirect', redirect],
  ['Hangup', hangup],
  ['Reject', reject],
  ['Pause', pause],
]);

/**
 * Drives a call from its first step to its end.
 * @see https://www.twilio.com/docs/voice/twiml
 * @see https://www.twilio.com/docs/usage/security/availability-reliability
 */
export async function driveCall(call: DrivenCall, first: Step): Promise<void> {
  const { interrupter } = call;
  for (let step = first; ; ) {
    const next = await perform(step, call);
    if (interrupter.by === 'redirect') await requestAndDiscard(next, call);
    const redirected = interrupter.takeRedirect();
    if (redirected) {
      step = redirected;
    } else if (interrupter.endedBy) {
      call.end(interrupter.endedBy);
      return requestAndDiscard(next, call);
    } else if (next.kind === 'fetch') {
      step = next;
    } else {
      return call.end(next.kind === 'failed' ? 'error' : 'twiml');
    }
  }
}

type Outcome = Exclude<Next, { kind: 'next-verb' }> | Step | { readonly kind: 'failed' };

async function perform(step: Step, call: DrivenCall): Promise<Outcome> {
  let url = step.kind === 'fetch' ? step.delivery.url : undefined;
  try {
    const document = await unlessInterrupted(load(step, call), call.interrupter.signal);
    url = document?.url;
    return document ? await run(document, call) : hangUp;
  } catch (error) {
    if (!(error instanceof TwimlFault)) throw error;
    if (call.interrupter.by) return hangUp;
    call.log({ code: error.code, detail: error.message, url });
    return fallBack(step, { ErrorCode: String(error.code), ErrorUrl: url ?? '' }, call);
  }
}

async function load(step: Step, call: DrivenCall): Promise<TwimlDocument | undefined> {
  if (step.kind === 'inline') return parseTwiml(step.twiml, undefined);
  const document = await call.requests.fetch(step.delivery);
  if (document) return document;
  if (call.switches.emptyActionBody === 'application-error') {
    throw new TwimlFault(12100, 'an answer without a body');
  }
  call.log({ code: 12100, detail: 'an answer without a body', url: step.delivery.url });
  return undefined;
}

async function run(document: TwimlDocument, call: DrivenCall): Promise<Outcome> {
  // A rejected call is never answered, so it costs nothing.
  if (document.verbs[0]?.name !== 'Reject') call.answer();
  for (const unknown of schemaWarnings(document.verbs)) {
    call.log({ code: 12200, detail: unknown, url: document.url });
  }
  for (const element of document.verbs) {
    const verb = verbs.get(element.name);
    if (!verb) continue;
    const next = await verb({ element, document, call, interruption: call.interrupter });
    if (next.kind !== 'next-verb') return next;
    if (call.interrupter.by) return hangUp;
  }
  return hangUp;
}

async function fallBack(
  failed: Step,
  parameters: Record<string, string>,
  call: DrivenCall,
): Promise<Outcome> {
  const fallback = call.fallback();
  const hasFallenBack = failed.kind === 'fetch' && failed.isFallback;
  if (fallback && !hasFallenBack) {
    return { kind: 'fetch', isFallback: true, delivery: { ...fallback, parameters } };
  }
  call.answer();
  await playToCaller(call.line, applicationErrorTones, call.interrupter.signal);
  return { kind: 'failed' };
}

async function requestAndDiscard(next: Outcome, call: DrivenCall): Promise<void> {
  if (next.kind === 'fetch') await call.requests.request(next.delivery);
}
