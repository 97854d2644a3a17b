import type { WebSocket } from 'ws';
import { toErrorEvent } from './live-events.ts';

/** What can be asked of realtime transcription: to open a session, and to understand what was said in it. */
export type LiveOperation = 'open' | 'commit';

/** What can go wrong: with the handshake, with one commit, or with the session in which it is asked. */
export type LiveFault =
  | { readonly kind: 'status'; readonly status: 401 | 429 | 500 }
  | { readonly kind: 'hang' | CommitFault | SessionFault };

/** `refused` names the commit in an error; `unanswered` and `failed` come after it was acknowledged. */
type CommitFault = 'refused' | 'unanswered' | 'failed';
/** `error` names nothing; `expired` is the end of the longest session. */
type SessionFault = 'error' | 'expired' | 'close' | 'garbage' | 'binary' | 'drop';

/** Breaks a session in the given way; a hanging one says nothing. */
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
    case 'refused':
    case 'unanswered':
    case 'failed':
      break;
  }
}
