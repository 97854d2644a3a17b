import { type CallFacts, endParameters } from '../account/call-parameters.ts';
import type { Incident } from '../account/error-log.ts';
import { createSubscription } from '../account/subscription.ts';
import { createLine } from '../line/line.ts';
import type { EndedBy, Happening, LineEvent } from '../line/line-event.ts';
import { createLineSound } from '../line/line-sound.ts';
import { requestFaults } from '../trouble/request-faults.ts';
import { createRestFaults, type RestFaults } from '../trouble/rest-faults.ts';
import { createCallRequests } from '../twiml/call-requests.ts';
import { driveCall } from '../twiml/engine.ts';
import { createInterrupter } from '../twiml/interruption.ts';
import type { Step } from '../twiml/step.ts';
import { type Fallback, fallbackOf } from '../webhook/phone-number.ts';
import type { WebhookSender } from '../webhook/webhook.ts';
import { createCallFacts } from './call-facts.ts';
import { reportOf } from './call-report.ts';
import { toDrivenCall } from './driven-call.ts';
import type { CallReport, PhoneCall } from './phone-call.ts';
import type { Dialling, Premises } from './premises.ts';

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
  const { from, forwardedFrom, switches, trouble, sound } = dialling;
  const { number, errors, recordings } = premises;
  const changing = createCallFacts({ from, forwardedFrom, to: number.phoneNumber });
  const { facts } = changing;
  premises.directory.set(facts.callSid, facts);
  const interrupter = createInterrupter();
  const events: LineEvent[] = [];
  const { subscribe, publish } = createSubscription<LineEvent>();
  const line = createLine(emit, createLineSound(sound));
  const sender = createSender(premises, dialling, emit);
  const requests = createCallRequests(facts, sender, log);
  let fallback = fallbackOf(number);

  function emit(happening: Happening) {
    const event = { ...happening, at: Date.now() };
    if (event.type !== 'heard') events.push(event);
    publish(event);
  }

  function log(incident: Incident) {
    errors.add({ ...incident, callSid: facts.callSid });
    emit({ type: 'error', code: incident.code });
  }

  function closeLine() {
    if (changing.end()) line.close();
  }

  function hangUp(by: EndedBy) {
    if (facts.endedAt) return;
    interrupter.hangUp(by);
    closeLine();
  }

  async function live(): Promise<CallReport> {
    const { voiceUrl: url, voiceMethod: method = 'POST', statusCallback } = number;
    const parts = { changing, line, interrupter, sender, requests, emit, log, closeLine };
    const call = toDrivenCall(premises, dialling, { ...parts, fallback: () => fallback });
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
      callSid: facts.callSid,
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

/** Creates the sender of a call's webhooks, whose attempts are events on the line. */
function createSender(
  { account, signal }: Premises,
  { switches, trouble, onWebhook }: Dialling,
  emit: (happening: Happening) => void,
): WebhookSender {
  return {
    account,
    channel: 'voice',
    faultsOf: requestFaults(switches, trouble.webhooks),
    timeoutMs: switches.webhookTimeoutMs,
    signal,
    onAttempt(attempt) {
      const { url, answer } = attempt;
      emit({ type: 'webhook', url, ...(answer.kind === 'answered' && { status: answer.status }) });
      onWebhook?.(attempt);
    },
  };
}
