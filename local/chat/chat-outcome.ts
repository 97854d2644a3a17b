import { type Print, verdict } from '@agent-locator/command-line/terminal.ts';
import type { MessageReport } from '#local/control/message-report.ts';
import { type ConversationResult, hasFailed } from './conversation-watch.ts';

/** Returns the problems of a conversation; empty where it went well. */
export function problemsOf({ messages, posts, missing }: ConversationResult): string[] {
  const errors = posts.flatMap((post) => post.errors).filter(({ level }) => level === 'error');
  return [
    ...errors.map(({ code, message }) => `Twilio logs error ${code}: ${message}`),
    ...messages
      .filter(hasFailed)
      .map(({ status, errorCode }) => `A message of the office is ${status}: error ${errorCode}`),
    ...(missing > 0 ? [`Answers that were due and did not come in time: ${missing}`] : []),
  ];
}

/** Prints the verdict on a conversation. */
export function printOutcome(print: Print, result: ConversationResult): void {
  const problems = problemsOf(result);
  const { messages } = result;
  const written = (by: MessageReport['by']) =>
    messages.filter((message) => message.by === by).length;
  const counts = `${written('customer')} written, ${written('office')} answered`;
  print(`\n${verdict(problems.length === 0)} ${counts}`);
  for (const problem of problems) print(`    ${problem}`);
}

/** Returns a conversation as one JSON document for scripts. */
export function toChatJson(from: string, result: ConversationResult) {
  const problems = problemsOf(result);
  return {
    from,
    ok: problems.length === 0,
    problems,
    messages: result.messages.map(({ messageSid, by, text, media, status, errorCode }) => ({
      message_sid: messageSid,
      by,
      text,
      media,
      status,
      error_code: errorCode ?? null,
    })),
    webhooks: result.posts.map(({ messageSid, status, replies, webhookMs }) => ({
      message_sid: messageSid,
      status: status ?? null,
      replies: replies.length,
      ms: webhookMs,
    })),
  };
}
