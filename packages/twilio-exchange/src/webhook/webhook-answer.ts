import type { HttpOutcome } from '../http/http-request.ts';

/** The application's answer, with the URL after redirects; or the code of the failure. */
export type WebhookAnswer =
  | {
      kind: 'answered';
      url: string;
      status: number;
      contentType: string | undefined;
      body: string;
    }
  | { kind: 'failed'; code: number; url: string; detail: string };

/**
 * Returns the outcome of a request with the debugger's code for a failure.
 * @see https://www.twilio.com/docs/api/errors/11200
 * @see https://www.twilio.com/docs/api/errors/11205
 */
export function toWebhookAnswer(url: string, outcome: HttpOutcome): WebhookAnswer {
  if (outcome.kind === 'too-large') {
    return { kind: 'failed', code: 11750, url, detail: 'the body is too large' };
  }
  if (outcome.kind === 'failed') {
    return { kind: 'failed', code: codeOf(outcome), url, detail: outcome.reason };
  }
  const { status, headers, body } = outcome;
  const contentType = headers['content-type'];
  return { kind: 'answered', url, status, contentType, body: body.toString('utf8') };
}

function codeOf({ during, reason }: { during: string; reason: string }): number {
  if (reason === 'ENOTFOUND' || reason === 'EAI_AGAIN') return 11210;
  if (reason === 'ERR_TLS_CERT_ALTNAME_INVALID') return 11235;
  if (reason === 'CERT_HAS_EXPIRED') return 11236;
  if (/SELF_SIGNED|UNABLE_TO|DEPTH_ZERO/.test(reason)) return 11237;
  if (/^(EPROTO|ERR_SSL)/.test(reason)) return 11220;
  if (reason.startsWith('HPE_')) return 11206;
  const unanswered = during === 'connect' || reason === 'ETIMEDOUT' || reason === 'ABORT_ERR';
  return unanswered ? 11205 : 11200;
}
