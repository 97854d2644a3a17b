import { inTime } from '#shared/deadlines.ts';
import type { CallLog } from '#shared/domain/calls/call-log.ts';
import { START_TIMEOUT_MS } from '#shared/domain/calls/call-watch.ts';
import type { HandOver } from '#shared/domain/calls/hand-over.ts';
import type { Decision } from '#shared/domain/calls/stream-ended.ts';
import { VendorFailed } from '#shared/errors.ts';
import { log } from '#shared/log.ts';
import type { CallLogs, CallWatches } from '#shared/ports/calls.ts';
import type { Secrets } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';
import { signStreamToken } from '#shared/twilio/stream-token.ts';
import type { TwimlDocuments } from '#shared/twilio/twiml.ts';
import { callerIdOf } from './caller-id.ts';
import { lengthOfWaitsMs, waitsAfter } from './reconnect-waits.ts';

/** Two other writers may move the call between the read and the conditional write; a third means a fault. */
const MAX_ATTEMPTS = 3;

/** The caller hears nothing meanwhile, and each of these writes has a second line of defence behind it. */
const NOTE_DEADLINE = { name: 'note', ms: 500 };

/** Waits for a write of the call's state, but not for long. */
const note = (event: string, writing: Promise<unknown>) =>
  survive(event, inTime('dynamodb', NOTE_DEADLINE, writing));

type CallControlParts = {
  readonly secrets: Pick<Secrets, 'twilio'>;
  readonly calls: Pick<CallLogs, 'find' | 'move' | 'answered'>;
  readonly watches: Pick<CallWatches, 'now' | 'arm' | 'disarm'>;
  readonly documents: TwimlDocuments;
};

/** A decision, and the phones of a hand-over that it begins. */
type Decided = Decision & { readonly handOver?: HandOver | undefined };

/** Returns a function that moves a call's control record and returns the TwiML with which the call goes on. */
export function callControl({ secrets, calls, watches, documents }: CallControlParts) {
  const connect = async (call: CallLog, at: number): Promise<string> => {
    const { call_sid: callSid, gen = 1, connected_at: connectedAt = at } = call;
    const waits = call.connected_after === 'loss' ? waitsAfter(call.losses ?? 0) : [];
    const deadlineAt = watches.now() + lengthOfWaitsMs(waits) + START_TIMEOUT_MS;
    const [{ streamTokenKey }] = await Promise.all([
      secrets.twilio(),
      note('watch.arm-failed', watches.arm(callSid, gen, deadlineAt)),
    ]);
    const token = signStreamToken(streamTokenKey, { callSid, gen, connectedAt });
    return documents.connect({ callSid, gen, token, waits });
  };

  /** Returns the TwiML that rings the phone whose turn it is; undefined without one. */
  const dial = (call: CallLog | undefined): string | undefined => {
    const callerId = callerIdOf(call);
    const { call_sid: callSid = '', gen = 1, ring = 0 } = call ?? {};
    const phone = call?.hand_over?.phones[ring];
    return phone && callerId && documents.dial({ callSid, gen, ring, phone, callerId });
  };

  const document = async (answer: Decision['answer'], call: CallLog | undefined, at: number) => {
    if (answer === 'connect' && call) return connect(call, at);
    const isPrompt = answer === 'record' || answer === 'connect';
    if (call) {
      await Promise.all([
        note('watch.disarm-failed', watches.disarm(call.call_sid)),
        isPrompt && note('call.answer-not-noted', calls.answered(call.call_sid, at)),
      ]);
    }
    switch (answer) {
      case 'nothing':
        return documents.nothing();
      case 'hang-up':
        return documents.hangUp();
      case 'dial':
        return dial(call) ?? documents.record();
      case 'connect':
      case 'record':
        return documents.record();
    }
  };

  /**
   * Returns the TwiML for the decision on a call.
   * @throws VendorFailed if the store fails, or other writers moved the call at every attempt.
   */
  return async (
    callSid: string,
    decide: (call: CallLog | undefined, at: number) => Decided | Promise<Decided>,
  ): Promise<string> => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const at = Date.now();
      const seen = await calls.find(callSid);
      const { answer, move, handOver } = await decide(seen, at);
      const call = move ? await calls.move({ callSid, seen, move, handOver }, at) : seen;
      if (!move || call) {
        log.info('call.goes-on', { callSid, answer, move, gen: call?.gen, losses: call?.losses });
        if (move === 'fallback') log.count('VoicemailsAsked', { reason: seen?.intent ?? 'lost' });
        return document(answer, call, at);
      }
    }
    throw new VendorFailed(
      'dynamodb',
      `other writers moved the call ${MAX_ATTEMPTS} times in a row`,
    );
  };
}
