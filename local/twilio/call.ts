import { type Account, newSid } from './account.ts';
import type { AudioLibrary } from './audio-library.ts';
import { type CallFacts, endParameters } from './call-parameters.ts';
import { createCallRequests } from './call-requests.ts';
import type { ErrorLog, Incident } from './error-log.ts';
import { createInterrupter } from './interruption.ts';
import { createLine } from './line.ts';
import type { EndedBy, Happening, LineEvent } from './line-event.ts';
import type { CallReport, PhoneCall } from './phone-call.ts';
import { durationMs, type Recordings } from './recordings.ts';
import type { Step } from './step.ts';
import { createSubscription } from './subscription.ts';
import type { Switches } from './switches.ts';
import { type DrivenCall, driveCall } from './twiml-engine.ts';
import type { Delivery, WebhookSender } from './webhook.ts';

/** The number a customer rents: where its calls and their ends are announced. */
export type PhoneNumber = {
  readonly phoneNumber: string;
  readonly voiceUrl: string;
  readonly voiceMethod?: 'POST' | 'GET';
  readonly voiceFallbackUrl?: string;
  readonly voiceFallbackMethod?: 'POST' | 'GET';
  readonly statusCallback?: string;
};

/** What all calls of an exchange share. */
export type Premises = {
  readonly account: Account;
  readonly apiBaseUrl: string;
  readonly number: PhoneNumber;
  readonly errors: ErrorLog;
  readonly recordings: Recordings;
  readonly audioLibrary: AudioLibrary;
  /** Aborts when the exchange closes. */
  readonly signal: AbortSignal;
};

/** What a REST update asks of a call in progress. */
export type CallUpdate = { readonly step: Step; readonly fallback?: Fallback };
type Fallback = Pick<Delivery, 'url' | 'method'>;

/** One call, as the exchange sees it. */
export interface Call {
  readonly phone: PhoneCall;
  readonly facts: Readonly<CallFacts & { updatedAt: number }>;
  redirect(update: CallUpdate): void;
  hangUp(by: EndedBy): void;
}

/** Places a call to the premises' number; it proceeds by itself. */
export function placeCall(premises: Premises, from: string, switches: Switches): Call {
  const { account, number, errors, recordings } = premises;
  const callSid = newSid('CA');
  const startedAt = Date.now();
  const facts: { -readonly [Key in keyof Call['facts']]: Call['facts'][Key] } = {
    callSid,
    from,
    to: number.phoneNumber,
    startedAt,
    updatedAt: startedAt,
    status: 'ringing',
  };
  const interrupter = createInterrupter();
  const events: LineEvent[] = [];
  const { subscribe, publish } = createSubscription<LineEvent>();
  const line = createLine(emit);
  let fallback = numberFallback(number);

  const sender: WebhookSender = {
    account,
    timeoutMs: switches.webhookTimeoutMs,
    signal: premises.signal,
    onAttempt: (url, status) =>
      emit({ type: 'webhook', url, ...(status !== undefined && { status }) }),
  };
  const requests = createCallRequests(facts, sender, log);

  function emit(happening: Happening) {
    const event = { ...happening, at: Date.now() };
    if (event.type !== 'heard') events.push(event);
    publish(event);
  }

  function log(incident: Incident) {
    errors.add({ ...incident, callSid });
    emit({ type: 'error', code: incident.code });
  }

  const call: DrivenCall = {
    callSid,
    account,
    apiBaseUrl: premises.apiBaseUrl,
    switches,
    line,
    recordings,
    audioLibrary: premises.audioLibrary,
    interrupter,
    emit,
    log,
    requests,
    callBack: requests.callBack,
    fallback: () => fallback,
    answer() {
      if (facts.status !== 'ringing') return;
      facts.status = 'in-progress';
      facts.answeredAt = facts.updatedAt = Date.now();
      emit({ type: 'answered' });
      line.answer();
    },
    end(by) {
      closeLine();
      emit({ type: 'ended', by });
    },
  };

  function closeLine() {
    if (facts.endedAt) return;
    facts.endedAt = facts.updatedAt = Date.now();
    facts.status = facts.answeredAt ? 'completed' : 'no-answer';
    line.close();
  }

  function hangUp(by: EndedBy) {
    if (facts.endedAt) return;
    interrupter.hangUp(by);
    closeLine();
  }

  async function live(): Promise<CallReport> {
    const { voiceUrl: url, voiceMethod: method = 'POST', statusCallback } = number;
    await driveCall(call, { kind: 'fetch', delivery: { url, method, parameters: {} } });
    if (statusCallback) {
      const parameters = endParameters(facts);
      const delivery = { url: statusCallback, method: 'POST', parameters } as const;
      requests.callBack(requests.withFacts(delivery));
    }
    await requests.settled();
    return report();
  }

  function report(): CallReport {
    const ended = events.find((event) => event.type === 'ended');
    return {
      callSid,
      from,
      to: facts.to,
      ...(facts.answeredAt && { answeredAt: facts.answeredAt }),
      endedAt: facts.endedAt ?? Date.now(),
      endedBy: ended?.by ?? 'error',
      ...line.track(),
      events,
      errors: errors.entries.filter((entry) => entry.callSid === callSid),
      recordings: recordings.ofCall(callSid).map((recording) => ({
        recordingSid: recording.recordingSid,
        durationMs: durationMs(recording),
      })),
    };
  }

  return {
    phone: {
      callSid,
      from,
      to: facts.to,
      speak: line.speak,
      press: line.press,
      hangUp: () => hangUp('caller'),
      subscribe,
      ended: live(),
    },
    facts,
    redirect(update) {
      fallback = update.fallback ?? fallback;
      interrupter.redirect(update.step);
    },
    hangUp,
  };
}

function numberFallback(number: PhoneNumber): Fallback | undefined {
  const { voiceFallbackUrl: url, voiceFallbackMethod: method = 'POST' } = number;
  return url ? { url, method } : undefined;
}
