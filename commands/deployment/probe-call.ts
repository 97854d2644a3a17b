import { randomBytes } from 'node:crypto';
import { PROBE_CALLER, PROBE_SUFFIX } from '#shared/domain/calls/probe.ts';
import { routes } from '#shared/routes.ts';
import type { Answer, Requests } from './requests.ts';
import { Broken, NotChecked } from './verdict.ts';

/** A call that exists in webhooks only: no phone rings, and Twilio does not know it. */
export interface ProbeCall extends AsyncDisposable {
  readonly callSid: string;
  /** Requests the first TwiML of the call. */
  open(): Promise<Answer>;
  /** Requests the TwiML that follows the stream. */
  goOn(): Promise<Answer>;
  /** Reports the end of the call. */
  end(): Promise<Answer>;
}

/** Creates the call of one run; disposal ends it where it is still open. */
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
    // Blank values are signed too: a parser that drops them would refuse real calls.
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
      // The end is reported first: if this process dies here, the watchdog leaves the call alone.
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
      // Its end was reported before it began, so a failure here has no consequence.
      if (isOpen) await end().catch(() => {});
    },
  };
}
