import { openCrm } from '#local/world/crm.ts';
import { rescuer } from '#shared/calls/rescue.ts';
import type { CallWatch } from '#shared/domain/calls/call-watch.ts';
import { twimlDocuments } from '#shared/twilio/twiml.ts';
import { openFunctions, type Parts } from '../functions.ts';
import { callFields, newSid } from '../twilio-requests.ts';
import { openTwilioRest } from '../twilio-rest.ts';

/** Opens the functions and the watchdog over one store and one Twilio, to be driven step by step. */
export async function openScene() {
  await using opened = new AsyncDisposableStack();
  const rest = opened.use(await openTwilioRest());
  const functions = opened.use(await openFunctions(rest.url));
  const crm = opened.use(openCrm(functions.store.endpoint));
  const { post, parts } = functions;
  const documents = twimlDocuments(parts.config);
  /** Returns the alarm of a call; after a failure it is a claim, which lapses before the next sweep. */
  const alarmOf = async (callSid: string): Promise<CallWatch> => {
    const { watch } = await crm.ofCall(callSid);
    if (!watch) throw new Error('The call is not watched.');
    return watch;
  };
  const all = opened.move();

  return {
    ...functions,
    rest,
    recordsOf: (callSid: string) => crm.ofCall(callSid),
    /** Creates a call that has rung and been greeted. */
    async greeted(callSid = newSid('CA')): Promise<string> {
      await post('incoming-call', callFields({ CallSid: callSid }));
      return callSid;
    },
    /** Asks, as Twilio, how a call goes on after its stream; returns the document. */
    async streamEnded(callSid: string, gen = 1, others: Partial<Parts> = {}): Promise<string> {
      return (await post('stream-ended', inProgress(callSid), `gen=${gen}`, others)).body;
    },
    /** Asks, as Twilio, how a call goes on after the office was rung; returns the document. */
    async dialEnded(callSid: string, DialCallStatus: string, ring = 0): Promise<string> {
      const DialBridged = String(DialCallStatus === 'completed');
      const fields = { ...inProgress(callSid), DialCallStatus, DialBridged };
      return (await post('dial-ended', fields, `gen=1&ring=${ring}`)).body;
    },
    alarmOf,
    /** Mutes a stream for so long that its alarm has been due for `dueForMs`; returns the alarm. */
    async muteAlarmOf(callSid: string, dueForMs = 10): Promise<CallWatch> {
      await parts.watches.attach(callSid, 1, Date.now() - dueForMs);
      return alarmOf(callSid);
    },
    /** Runs a watchdog that has read this alarm. */
    rescue: (alarm: CallWatch, others: Partial<Parts> = {}) =>
      rescuer({ ...parts, ...others, documents })(alarm),
    /** Returns the requests to move a call. */
    movesOf: (callSid: string) => rest.updates.filter((update) => update.callSid === callSid),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** The product's parts that a race needs. */
export type Scene = Awaited<ReturnType<typeof openScene>>;

/** Returns Twilio's fields of a call that is in progress. */
export function inProgress(callSid: string) {
  return callFields({ CallSid: callSid, CallStatus: 'in-progress' });
}

/** Wraps a port so that `meanwhile` happens right before the first use of one of its methods. */
export function interrupted<Port extends object>(
  port: Port,
  method: keyof Port,
  meanwhile: () => Promise<unknown>,
): Port {
  let happened: Promise<unknown> | undefined;
  const work = port[method] as (...given: unknown[]) => unknown;
  const late = async (...given: unknown[]) => {
    happened ??= meanwhile();
    await happened;
    return work(...given);
  };
  return { ...port, [method]: late };
}

type Cut = (parts: Parts, meanwhile: () => Promise<unknown>) => Partial<Parts>;

/** The watchdog's steps in order; at each of them another event may happen first. */
export const before = {
  'claims the alarm': ({ watches }, meanwhile) => ({
    watches: interrupted(watches, 'claim', meanwhile),
  }),
  'takes the call': ({ calls }, meanwhile) => ({
    calls: interrupted(calls, 'rescue', meanwhile),
  }),
  'has Twilio move it': ({ telephony }, meanwhile) => ({
    telephony: interrupted(telephony, 'redirect', meanwhile),
  }),
  'notes that it was moved': ({ calls }, meanwhile) => ({
    calls: interrupted(calls, 'redirected', meanwhile),
  }),
  'removes the alarm': ({ watches }, meanwhile) => ({
    watches: interrupted(watches, 'release', meanwhile),
  }),
} satisfies Record<string, Cut>;

/** The name of a watchdog's step. */
export type Step = keyof typeof before;
