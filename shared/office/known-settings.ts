import { defaultSettings, type OfficeSettings } from '#shared/domain/office/office-settings.ts';
import { readSettings } from '#shared/domain/office/settings-fields.ts';
import { log } from '#shared/log.ts';
import type { Office, SettingsStore } from '#shared/ports/office.ts';
import { knownValue } from './known-value.ts';

/** Returns the office. Its settings are at most a minute old; the last known ones serve if the store fails. */
export function knownOffice(
  store: Pick<SettingsStore, 'read'>,
  now = Date.now,
  readingMs?: number,
): Office {
  const { known, current } = knownValue<OfficeSettings>(defaultSettings, {
    name: 'settings',
    async read() {
      const { settings, refused } = readSettings((await store.read()).texts);
      if (refused.length > 0) log.warn('office.settings-refused', { fields: refused.join(' ') });
      return settings;
    },
    failed: (error) => log.error('office.settings-unread', error),
    readingMs,
    now,
  });
  return { known, settings: current };
}

/**
 * Returns the office whose settings are read anew each time, for what must not be done by default settings.
 * Its `settings` throws VendorFailed if the store fails.
 */
export function readOffice(store: Pick<SettingsStore, 'read'>): Pick<Office, 'settings'> {
  return { settings: async () => readSettings((await store.read()).texts).settings };
}
