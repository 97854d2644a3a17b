import { nextOpening, type OpeningSettings } from './opening-hours.ts';

/** Returns when the office should act on a matter of a moment (epoch ms). An urgent one does not wait for the opening. */
export function taskDueAt(settings: OpeningSettings, at: number, isUrgent = false): number {
  return isUrgent ? at : (nextOpening(settings, at) ?? at);
}
