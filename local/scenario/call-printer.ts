import { faint, hebrew, type Print, verdict } from '@agent-locator/command-line/terminal.ts';
import type { LineEvent } from 'twilio-exchange/line/line-event.ts';
import type { CallRecords } from '#local/world/crm.ts';
import type { OverheardLine } from './caller.ts';
import type { ScenarioResult } from './scenario-run.ts';

/** Returns a printer of lines with the seconds since its creation and a label. */
export function createTimeline(print: Print) {
  const startedAt = Date.now();
  return (at: number, what: string, text = '') =>
    print(
      `${faint(`${((at - startedAt) / 1000).toFixed(1).padStart(6)} s`)}  ${what.padEnd(8)} ${text}`,
    );
}

/** Returns listeners that print a call while it happens. */
export function createCallPrinter(print: Print) {
  const tell = createTimeline(print);
  return {
    onLine: ({ at, speaker, text }: OverheardLine) => tell(at, speaker, hebrew(text)),
    onEvent(event: LineEvent) {
      const text = describe(event);
      if (text) tell(event.at, '·', faint(text));
    },
  };
}

/** Prints the CRM's rows about a call. */
export function printRecords(print: Print, { callLog, turns, interaction }: CallRecords): void {
  print('\ncall_log');
  for (const [column, value] of Object.entries(callLog ?? {})) {
    if (column !== 'transcript') print(`  ${column.padEnd(18)} ${shown(value)}`);
  }
  print('  transcript');
  for (const line of callLog?.transcript?.split('\n') ?? []) print(`    ${hebrew(line)}`);
  print('\ncall_turn    id         mode       audio    nlp    tts  total  (ms)');
  for (const turn of turns) {
    const times = [turn.t_audio_ms, turn.t_nlp_ms, turn.t_tts_ms, turn.t_total_ms];
    const columns = times.map((ms) => String(ms ?? '–').padStart(6)).join(' ');
    print(`             ${turn.id.slice(0, 10).padEnd(10)} ${turn.mode.padEnd(10)}${columns}`);
  }
  print(`\ninteractions ${interaction?.id ?? '–'}  ${interaction?.status ?? ''}`);
}

/** Prints the result of a scenario. */
export function printResult(print: Print, result: ScenarioResult): void {
  const silence = `longest silence ${(result.report.longestDeadAirMs / 1000).toFixed(2)} s`;
  print(`${verdict(result.ok)} ${result.name.padEnd(18)} ${faint(silence)}`);
  for (const problem of result.problems) print(`    not kept: ${problem}`);
}

function describe(event: LineEvent): string | undefined {
  switch (event.type) {
    case 'answered':
      return 'the call is answered';
    case 'playing':
      return `playing ${event.url.split('/').at(-1)}`;
    case 'stream-started':
      return 'the media stream is open';
    case 'stream-refused':
      return `the media stream was refused (${event.code})`;
    case 'recording-started':
      return 'beep; the caller is being recorded';
    case 'recording-ended':
      return `the recording ended after ${(event.durationMs / 1000).toFixed(1)} s`;
    case 'error':
      return `Twilio logs error ${event.code}`;
    case 'ended':
      return `the call ended (${event.by})`;
    case 'ringing':
      return `the office’s phone ${event.to} rings`;
    case 'bridged':
      return 'the office is on the line';
    case 'dial-ended':
      return `the office’s line: ${event.status}`;
    case 'stream-duplicated':
      return `a second socket for the same stream: ${event.became}`;
    case 'said':
    case 'whispered':
      return hebrew(event.text);
    case 'played':
    case 'beep':
    case 'stream-stopped':
    case 'heard':
    case 'spoke':
    case 'webhook':
      return undefined;
  }
}

function shown(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
