import type { WebSocket } from 'ws';
import { toErrorEvent } from './live-events.ts';

/** The operations of realtime transcription: to open a session, to set it up, and to transcribe a commit. */
export type LiveOperation = 'open' | 'set-up' | 'commit';

/**
 * A fault of the handshake, of one commit, or of the session in which a commit is sent. `keywords-refused` refuses the
 * set-up of a session with keywords.
 */
export type LiveFault =
  | { readonly kind: 'status'; readonly status: 401 | 429 | 500 }
  | { readonly kind: 'hang' | 'keywords-refused' | CommitFault | SessionFault };

/** `refused` answers the commit with an error; `unanswered` and `failed` come after its acknowledgement. */
type CommitFault = 'refused' | 'unanswered' | 'failed';
/** `error` names no event; `expired` is the end at the longest session. */
type SessionFault = 'error' | 'expired' | 'close' | 'garbage' | 'binary' | 'drop';

/** Breaks a session in the given way; `hang` sends nothing. */
export function breakSession(socket: WebSocket, { kind }: LiveFault): void {
  switch (kind) {
    case 'error':
      socket.send(toErrorEvent({ code: 'server_error', message: 'The server had an error.' }));
      break;
    case 'expired':
      socket.send(
        toErrorEvent({
          code: 'session_expired',
          message: 'Your session hit its maximum duration.',
        }),
      );
      socket.close(1001);
      break;
    case 'close':
      socket.close(1011);
      break;
    case 'garbage':
      socket.send('{"type":"conversation.item\u0000<html>');
      break;
    case 'binary':
      socket.send(Buffer.from('{"type":"session.updated"}'));
      break;
    case 'drop':
      socket.terminate();
      break;
    case 'hang':
    case 'status':
    case 'keywords-refused':
    case 'refused':
    case 'unanswered':
    case 'failed':
      break;
  }
}
