import type { RestFault } from '../trouble/rest-faults.ts';
import { type RestAnswer, restError } from './rest-answer.ts';

/** Returns the answer to a request under a fault; undefined where it stays unanswered. */
export function answerUnder(
  fault: RestFault | undefined,
  answer: () => RestAnswer,
): RestAnswer | undefined {
  switch (fault) {
    case undefined:
      return answer();
    case 'too-many-requests':
      return restError(429, 20429, 'Too Many Requests');
    case 'server-error':
      return { status: 500, headers: { 'Content-Type': 'text/html' }, body: '<h1>Oops</h1>' };
    case 'timeout-after-commit':
      answer();
      return undefined;
    case 'not-in-progress':
      return notInProgress();
    case 'not-found':
      return restError(404, 20404, 'The requested resource was not found');
    case 'truncated':
      return firstHalf(answer());
  }
}

function firstHalf({ body, ...answer }: RestAnswer): RestAnswer {
  const whole = Buffer.from(body);
  return { ...answer, body: whole.subarray(0, whole.length / 2) };
}

/**
 * Refuses to move a call that is not in progress, in Twilio's words.
 * @see https://www.twilio.com/docs/api/errors/21220
 */
export function notInProgress(): RestAnswer {
  return restError(400, 21220, 'Call is not in-progress. Cannot redirect.');
}
