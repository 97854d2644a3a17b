import { faint, type Print } from '@agent-locator/command-line/terminal.ts';
import { duration, moment, words } from '#commands/display-text.ts';
import { toTable } from '#commands/text-table.ts';
import type { CallLog } from '#shared/domain/calls/call-log.ts';
import type { CallTurn } from '#shared/domain/calls/call-turn.ts';
import type { CallCard } from '#shared/domain/office/call-card.ts';

/** A call is recognised by the beginning of its transcript. */
const MAX_BEGINNING_CHARS = 60;

/** Prints calls, one a line, newest first. */
export function printCalls(print: Print, calls: readonly CallLog[]): void {
  const rows = calls.map((call) => [
    moment(call.created_at),
    call.call_sid,
    call.contact ?? 'withheld',
    call.status ?? '',
    duration(call.duration_s),
    eventsOf(call).join(', '),
    words(call.transcript, MAX_BEGINNING_CHARS),
  ]);
  for (const line of toTable(rows)) print(line);
  print(faint(`${calls.length} calls`));
}

/** Prints one call with its turns. */
export function printCall(print: Print, call: CallLog, turns: readonly CallTurn[]): void {
  print(`${moment(call.created_at)}  ${call.call_sid}`);
  if (call.erased_at !== undefined) {
    print('The call was erased.');
    return;
  }
  const facts = [
    `${call.from_number ?? 'unknown'} → ${call.to_number ?? 'unknown'}`,
    call.status,
    duration(call.duration_s),
    ...eventsOf(call),
    call.recording_sid,
  ];
  print(facts.filter(Boolean).join('  '));
  for (const line of cardLines(call.card)) print(line);
  for (const turn of turns) {
    print('');
    print(faint(`${moment(turn.started_at)}  ${turn.id}  ${timingOf(turn).join('  ')}`));
    print(`  caller  ${words(turn.user_text) || faint('nothing yet')}`);
    if (turn.heard_text ?? turn.reply_text) {
      print(`  agent   ${words(turn.heard_text ?? turn.reply_text)}`);
    }
  }
}

/** Returns the sum of a call: two lines, the next step, and promises that no deed keeps. */
export function cardLines(card: CallCard | undefined): string[] {
  if (!card) return [];
  const { lines, outcome, mood, next_step: next, promises } = card;
  return [
    `  card    ${outcome}, ${mood}`,
    ...lines.map((line) => `          ${words(line)}`),
    ...(next ? [`  next    ${words(next)}`] : []),
    ...promises.map((promise) => `  promise ${words(promise)}`),
  ];
}

/** Returns the events of a call beside its conversation. */
function eventsOf({ gen = 1, answered_at, recorded_at, recording_status, control }: CallLog) {
  const hasVoicemail = recorded_at !== undefined && recording_status !== 'absent';
  return [
    ...(gen > 1 ? [`connected again ${gen - 1}×`] : []),
    ...(answered_at === undefined ? [] : ['asked for a voicemail']),
    ...(hasVoicemail ? ['left a voicemail'] : []),
    ...(control === 'human' ? ['transferred to a person'] : []),
  ];
}

function timingOf(turn: CallTurn): string[] {
  const { t_total_ms, t_audio_ms, t_nlp_ms, t_tts_ms } = turn;
  const steps = [
    ['hearing', t_audio_ms],
    ['thinking', t_nlp_ms],
    ['speaking', t_tts_ms],
  ].flatMap(([step, ms]) => (ms === undefined ? [] : [`${step} ${ms}`]));
  return [
    turn.mode,
    ...(t_total_ms === undefined ? [] : [`answered in ${t_total_ms} ms`]),
    ...(steps.length > 0 ? [`(${steps.join(', ')})`] : []),
    ...(turn.interrupted ? ['interrupted'] : []),
    ...(turn.transcription && turn.transcription !== 'done'
      ? [`transcription ${turn.transcription}`]
      : []),
  ];
}
