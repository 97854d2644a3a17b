import { defaultSettings, type OfficeSettings } from '#shared/domain/office/office-settings.ts';
import type { Office } from '#shared/ports/office.ts';

/** Returns an office with settings of its own; without any, messages leave at every hour of every day. */
export function officeOf(change: Partial<OfficeSettings> = {}): Office {
  const settings = { ...defaultSettings, keeps_shabbat: false, quiet_hours: null, ...change };
  return { settings: async () => settings, known: () => settings };
}
