import { randomBytes } from 'node:crypto';
import { PROBE_CALLER, PROBE_SUFFIX } from '#shared/domain/calls/probe.ts';
import { routes } from '#shared/routes.ts';
import type { Answer, Requests } from './requests.ts';
import { Broken, NotChecked } from './verdict.ts';

/** A call that only its webhooks tell of: nobody rings, and Twilio does not know it. */
export interface ProbeCall extends AsyncDisposable {
  readonly callSid: string;
  /** Asks for the call's document. */
  open(): Promise<Answer>;
  /** Asks how the call goes on. */
  goOn(): Promise<Answer>;
  /** Says that the call is over. */
  end(): Promise<Answer>;
}

/** Creates a call of its own for one run; left open, it is ended when it is disposed of. */
export function createProbeCall(requests: Requests, accountSid: string): ProbeCall {
  const callSid = `CA${PROBE_SUFFIX}${randomBytes(8).toString('hex')}`;
  const fields = (status: string) => ({
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    CallSid: callSid,
    CallStatus: status,
    Direction: 'inbound',
    From: PROBE_CALLER,
    To: PROBE_CALLER,
    // Blank values are signed too: a rim that drops them refuses real calls.
    FromCity: '',
    ToState: '',
  });
  const post = (path: string, form: Readonly<Record<string, string>>) =>
    requests.post(path, form, 'signed');
  const end = () => post(routes['call-status'].path, { ...fields('completed'), CallDuration: '0' });
  let isOpen = false;

  return {
    callSid,
    async open() {
      // A call that is over before it begins is never silent: were this process to die here, nobody would redirect it.
      const { status } = await end().catch((cause: unknown) => {
        throw cause instanceof Broken ? new NotChecked('call_status does not answer') : cause;
      });
      if (status !== 204 && status !== 200) {
        throw new NotChecked(`call_status answers ${status}, so a call could not be ended`);
      }
      isOpen = true;
      return post(routes['incoming-call'].path, fields('ringing'));
    },
    goOn: () => post(`${routes['stream-ended'].path}?gen=1`, fields('in-progress')),
    async end() {
      const answer = await end();
      if (answer.status < 300) isOpen = false;
      return answer;
    },
    async [Symbol.asyncDispose]() {
      // It was said to be over beforehand: where this is not heard, nothing follows.
      if (isOpen) await end().catch(() => {});
    },
  };
}
