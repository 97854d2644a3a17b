import { faint, hebrew, type Print } from '@agent-locator/command-line/terminal.ts';
import type { MessageReport } from '#local/control/message-report.ts';
import { createTimeline } from '#local/scenario/call-printer.ts';
import { hasFailed, isReceived } from './conversation-watch.ts';

/** Prints a conversation at a terminal: each message once, the office's when it reaches the phone. */
export function createChatPrinter(print: Print) {
  const tell = createTimeline(print);
  const told = new Set<string>();

  return function onMessage(message: MessageReport): void {
    const { messageSid, by, text, media, place, status, errorCode } = message;
    if (told.has(messageSid) || !(by === 'customer' || isReceived(message) || hasFailed(message))) {
      return;
    }
    told.add(messageSid);
    const now = Date.now();
    const lines = text ? text.split('\n').map(hebrew) : [];
    const attached = place ? [`${place.latitude}, ${place.longitude}`] : media;
    const shown = [...lines, ...attached.map(faint)];
    for (const [index, line] of (shown.length > 0 ? shown : [faint('empty')]).entries()) {
      tell(now, index === 0 ? by : '', line);
    }
    if (hasFailed(message)) tell(now, '·', faint(`${status}: error ${errorCode}`));
  };
}
