import { type Account, newSid } from '../account/account.ts';
import { type CallFacts, endParameters, type LiveFacts } from '../account/call-parameters.ts';
import type { ErrorLog, Incident } from '../account/error-log.ts';
import type { Recordings } from '../account/recordings.ts';
import { createSubscription } from '../account/subscription.ts';
import type { AudioLibrary } from '../line/audio-library.ts';
import { createLine } from '../line/line.ts';
import type { EndedBy, Happening, LineEvent } from '../line/line-event.ts';
import { createLineSound, type LineSound } from '../line/line-sound.ts';
import type { CallTrouble } from '../trouble/call-trouble.ts';
import { requestFaults } from '../trouble/request-faults.ts';
import { createRestFaults, type RestFaults } from '../trouble/rest-faults.ts';
import { createStreamTroubles } from '../trouble/stream-troubles.ts';
import type { Switches } from '../trouble/switches.ts';
import { createCallRequests } from '../twiml/call-requests.ts';
import { type DrivenCall, driveCall } from '../twiml/engine.ts';
import { createInterrupter } from '../twiml/interruption.ts';
import type { Step } from '../twiml/step.ts';
import type { Office } from '../twiml/verbs/office.ts';
import { type Fallback, fallbackOf, type PhoneNumber } from '../webhook/phone-number.ts';
import type { WebhookAttempt, WebhookSender } from '../webhook/webhook.ts';
import { reportOf } from './call-report.ts';
import type { CallReport, PhoneCall } from './phone-call.ts';

/** The parts of an exchange that all its calls share. */
export type Premises = {
  readonly account: Account;
  readonly apiBaseUrl: string;
  readonly number: PhoneNumber;
  readonly errors: ErrorLog;
  readonly recordings: Recordings;
  /** Every call of the account by its SID, those of `<Dial>` included, oldest first. */
  readonly directory: Map<string, CallFacts>;
  readonly audioLibrary: AudioLibrary;
  /** Aborts when the exchange closes. */
  readonly signal: AbortSignal;
};

/** The settings of one call. */
export type Dialling = {
  readonly from: string;
  readonly forwardedFrom?: string | undefined;
  readonly switches: Switches;
  readonly office: Office;
  readonly trouble: CallTrouble;
  readonly sound: LineSound;
  readonly onWebhook?: ((attempt: WebhookAttempt) => void) | undefined;
};

/** The next step that a REST update gives a call in progress. */
export type CallUpdate = { readonly step: Step; readonly fallback?: Fallback };

/** One call, as the exchange controls it. */
export interface Call {
  readonly phone: PhoneCall;
  readonly facts: CallFacts;
  /** Faults of REST requests about this call alone. */
  readonly restFaults: RestFaults;
  redirect(update: CallUpdate): void;
  hangUp(by: EndedBy): void;
}

/** Places a call to the number of the exchange; the call proceeds by itself. */
export function placeCall(premises: Premises, dialling: Dialling): Call {
  const { from, forwardedFrom, switches, office, trouble, sound } = dialling;
  const { account, number, errors, recordings } = premises;
  const callSid = newSid('CA');
  const startedAt = Date.now();
  const facts: LiveFacts = {
    callSid,
    from,
    to: number.phoneNumber,
    ...(forwardedFrom && { forwardedFrom }),
    startedAt,
    status: 'ringing',
  };
  premises.directory.set(callSid, facts);
  const interrupter = createInterrupter();
  const events: LineEvent[] = [];
  const { subscribe, publish } = createSubscription<LineEvent>();
  const line = createLine(emit, createLineSound(sound));
  let fallback = fallbackOf(number);
  let unansweredStatus: 'busy' | 'no-answer' = 'no-answer';

  const sender: WebhookSender = {
    account,
    channel: 'voice',
    faultsOf: requestFaults(switches, trouble.webhooks),
    timeoutMs: switches.webhookTimeoutMs,
    signal: premises.signal,
    onAttempt(attempt) {
      const { url, answer } = attempt;
      emit({ type: 'webhook', url, ...(answer.kind === 'answered' && { status: answer.status }) });
      dialling.onWebhook?.(attempt);
    },
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
    from,
    account,
    apiBaseUrl: premises.apiBaseUrl,
    switches,
    line,
    recordings,
    audioLibrary: premises.audioLibrary,
    office,
    streamTroubles: createStreamTroubles(trouble),
    faultsOf: sender.faultsOf,
    absentRecording: trouble.absentRecording,
    closing: premises.signal,
    interrupter,
    emit,
    log,
    requests,
    callBack: requests.callBack,
    callbacksAnswered: requests.callbacksAnswered,
    nextAnswer: requests.nextAnswer,
    register: (leg) => void premises.directory.set(leg.callSid, leg),
    fetchFor: (leg, delivery) => createCallRequests(leg, sender, log).fetch(delivery),
    fallback: () => fallback,
    refuse: (status) => {
      unansweredStatus = status;
    },
    answer() {
      if (facts.status !== 'ringing') return;
      facts.status = 'in-progress';
      facts.answeredAt = Date.now();
      line.answer();
      emit({ type: 'answered' });
    },
    end(by) {
      closeLine();
      emit({ type: 'ended', by });
    },
  };

  function closeLine() {
    if (facts.endedAt) return;
    facts.endedAt = Date.now();
    facts.status = facts.answeredAt ? 'completed' : unansweredStatus;
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
    return reportOf({ facts, line, events, errors, recordings });
  }

  return {
    phone: {
      callSid,
      from,
      to: facts.to,
      speak: line.speak,
      stopSpeaking: line.stopSpeaking,
      press: line.press,
      hangUp: () => hangUp('caller'),
      subscribe,
      ended: live(),
    },
    facts,
    restFaults: createRestFaults(switches.restFaults, ...(trouble.rest ?? [])),
    redirect(update) {
      fallback = update.fallback ?? fallback;
      interrupter.redirect(update.step);
    },
    hangUp,
  };
}
