import { faint, type Print, verdict } from '@agent-locator/command-line/terminal.ts';
import type { CallMessage } from '#local/control/call-message.ts';
import { toCallJson } from '#local/control/call-outcome.ts';
import type { Vendors } from '#local/control/vendors.ts';
import { createCallPrinter, printRecords } from '#local/scenario/call-printer.ts';
import type { ConversationResult } from './conversation-run.ts';

/** Returns a listener that prints a conversation while it goes on. */
export function createListener(print: Print): (message: CallMessage) => void {
  const printer = createCallPrinter(print);
  return (message) => {
    if (message.type === 'line') printer.onLine(message.line);
    if (message.type === 'event') printer.onEvent(message.event);
  };
}

/** Prints one finished conversation: the CRM's rows, and its problems. */
export function printConversation(print: Print, result: ConversationResult): void {
  if (result.call) printRecords(print, result.call.records);
  const { lead, viewings = [] } = result.call?.contact ?? {};
  if (lead) print(`lead         ${JSON.stringify(lead)}`);
  for (const viewing of viewings) print(`viewing      ${JSON.stringify(viewing)}`);
  print('');
  printProgress(print, result, '');
}

/** Prints one line about a finished conversation, and its problems below. */
export function printProgress(print: Print, result: ConversationResult, place: string): void {
  const figures = `${result.turns.length} turns, ended by ${result.endedBy ?? 'nobody'}`;
  print(`${place}${verdict(result.ok)} ${result.name}  ${faint(figures)}`);
  for (const problem of result.problems) print(`    ${problem}`);
}

/** Prints all conversations as a table, with the vendors that were real. */
export function printReport(print: Print, results: readonly ConversationResult[]): void {
  const width = Math.max(12, ...results.map(({ name }) => name.length));
  print(`\n  ${'conversation'.padEnd(width)}  turns  voice to voice (ms)  dead air`);
  print(`  ${''.padEnd(width)}         median      worst       (ms)`);
  for (const result of results) {
    const { median, worst } = voiceToVoice(result);
    const columns = [
      String(result.turns.length).padStart(5),
      String(median ?? '–').padStart(8),
      String(worst ?? '–').padStart(9),
      String(result.longestDeadAirMs ?? '–').padStart(9),
    ];
    print(`${verdict(result.ok)} ${result.name.padEnd(width)}  ${columns.join('  ')}`);
  }
  const vendors = vendorsOf(results);
  const passed = results.filter(({ ok }) => ok).length;
  print(`\n${passed} of ${results.length} conversations as expected.`);
  if (vendors) print(faint(sayVendors(vendors)));
}

/** Returns conversations as one JSON document for scripts. */
export function toConversationsJson(results: readonly ConversationResult[]) {
  return {
    ok: results.every(({ ok }) => ok),
    vendors: { twilio: 'stand-in', ...vendorsOf(results) },
    conversations: results.map((result) => {
      const { name, ok, problems, turns, call } = result;
      const { median = null, worst = null } = voiceToVoice(result);
      return {
        name,
        ...(call && toCallJson(call)),
        ok,
        problems,
        ended_by: result.endedBy ?? null,
        turns,
        voice_to_voice_ms: { median, worst },
        ...(call?.contact && { lead: call.contact.lead ?? null, viewings: call.contact.viewings }),
      };
    }),
  };
}

/** Returns the vendors of any result: all conversations ran in one world. */
function vendorsOf(results: readonly ConversationResult[]): Vendors | undefined {
  return results.find(({ call }) => call)?.call?.vendors;
}

function sayVendors(vendors: Vendors): string {
  const real = Object.entries(vendors).flatMap(([name, kind]) => (kind === 'real' ? [name] : []));
  const names = { openai: 'OpenAI', google: 'Google' } as Record<string, string>;
  const said = real.map((name) => names[name]).join(' and ');
  return said
    ? `${said} answered for real; the rest, Twilio among it, stands on this machine.`
    : 'Every vendor was a stand-in on this machine: its pace is set, its ear knows the script.';
}

/** Returns the times from the end of the caller's speech to the first sound of the answer. */
function voiceToVoice({ turns }: ConversationResult): { median?: number; worst?: number } {
  const sorted = turns
    .flatMap(({ t_total_ms: ms }) => (ms === undefined ? [] : [ms]))
    .sort((a, b) => a - b);
  const [median, worst] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted.at(-1)];
  return median === undefined || worst === undefined ? {} : { median, worst };
}
