import type { Incident } from '../account/error-log.ts';
import type { Line } from '../line/line.ts';
import type { Happening } from '../line/line-event.ts';
import { createStreamTroubles } from '../trouble/stream-troubles.ts';
import { type CallRequests, createCallRequests } from '../twiml/call-requests.ts';
import type { DrivenCall } from '../twiml/engine.ts';
import type { Interrupter } from '../twiml/interruption.ts';
import type { Fallback } from '../webhook/phone-number.ts';
import type { WebhookSender } from '../webhook/webhook.ts';
import type { ChangingFacts } from './call-facts.ts';
import type { Dialling, Premises } from './premises.ts';

/** The parts of one call that TwiML drives. */
export type CallMachinery = {
  readonly changing: ChangingFacts;
  readonly line: Line;
  readonly interrupter: Interrupter;
  readonly sender: WebhookSender;
  readonly requests: CallRequests;
  readonly emit: (happening: Happening) => void;
  readonly log: (incident: Incident) => void;
  readonly fallback: () => Fallback | undefined;
  readonly closeLine: () => void;
};

/** Returns a call as the engine of TwiML drives it. */
export function toDrivenCall(
  { account, apiBaseUrl, recordings, audioLibrary, directory, signal }: Premises,
  { from, switches, office, trouble }: Dialling,
  { changing, line, interrupter, sender, requests, emit, log, fallback, closeLine }: CallMachinery,
): DrivenCall {
  return {
    callSid: changing.facts.callSid,
    from,
    account,
    apiBaseUrl,
    switches,
    line,
    recordings,
    audioLibrary,
    office,
    streamTroubles: createStreamTroubles(trouble),
    faultsOf: sender.faultsOf,
    absentRecording: trouble.absentRecording,
    closing: signal,
    interrupter,
    emit,
    log,
    requests,
    callBack: requests.callBack,
    callbacksAnswered: requests.callbacksAnswered,
    nextAnswer: requests.nextAnswer,
    register: (leg) => void directory.set(leg.callSid, leg),
    fetchFor: (leg, delivery) => createCallRequests(leg, sender, log).fetch(delivery),
    fallback,
    refuse: changing.refuse,
    answer() {
      if (!changing.answer()) return;
      line.answer();
      emit({ type: 'answered' });
    },
    end(by) {
      closeLine();
      emit({ type: 'ended', by });
    },
  };
}
