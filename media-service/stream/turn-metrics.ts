import type { TurnColumns } from '#media-service/conversation/events.ts';
import { log } from '#shared/log.ts';

/** The CloudWatch metrics of a turn's four timings and of the time that speculation saved. */
const durations = {
  t_audio_ms: 'TurnAudio',
  t_nlp_ms: 'TurnNlp',
  t_tts_ms: 'TurnTts',
  t_total_ms: 'TurnTotal',
  t_saved_ms: 'TurnSaved',
} as const satisfies { readonly [Column in keyof TurnColumns]?: string };

/** Sends the metrics of a turn's new columns to CloudWatch. */
export function measureTurn(columns: TurnColumns): void {
  for (const [column, metric] of Object.entries(durations)) {
    const ms = columns[column as keyof typeof durations];
    if (ms !== undefined) log.duration(metric, ms);
  }
  if (columns.t_audio_ms !== undefined) {
    log.count('TurnsUnderstood', { reason: columns.mode });
    if (columns.speculated) log.count('TurnsSpeculated');
  }
  if (columns.interrupted) log.count('TurnsInterrupted');
}
