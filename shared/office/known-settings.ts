import { defaultSettings, type OfficeSettings } from '#shared/domain/office/office-settings.ts';
import { readSettings } from '#shared/domain/office/settings-fields.ts';
import { VendorFailed } from '#shared/errors.ts';
import { log } from '#shared/log.ts';
import type { Office, SettingsStore } from '#shared/ports/office.ts';
import { knownValue, UNHURRIED_MS } from './known-value.ts';

/** Returns the office. Its settings are at most a minute old; the last known ones serve if the store fails. */
export function knownOffice(
  store: Pick<SettingsStore, 'read'>,
  now = Date.now,
  readingMs?: number,
): Office {
  const { known, current } = knownValue(defaultSettings, readingOf(store, now, readingMs));
  return { known, settings: current };
}

/**
 * Returns the office whose settings are at most a minute old, for what must not be done by default settings. The last
 * known ones serve if the store fails. Its `settings` throws VendorFailed until they were read once.
 */
export function certainOffice(
  store: Pick<SettingsStore, 'read'>,
  now = Date.now,
): Pick<Office, 'settings'> {
  const reading = readingOf(store, now, UNHURRIED_MS);
  const { current } = knownValue<OfficeSettings | undefined>(undefined, reading);
  return {
    async settings() {
      const settings = await current();
      if (!settings) throw new VendorFailed('dynamodb', 'the settings of the office are not known');
      return settings;
    },
  };
}

function readingOf(store: Pick<SettingsStore, 'read'>, now: () => number, readingMs?: number) {
  return {
    name: 'settings',
    async read() {
      const { settings, refused } = readSettings((await store.read()).texts);
      if (refused.length > 0) log.warn('office.settings-refused', { fields: refused.join(' ') });
      return settings;
    },
    failed: (error: unknown) => log.error('office.settings-unread', error),
    readingMs,
    now,
  };
}

/**
 * Returns the office whose settings are read anew each time, for what must not be done by default settings.
 * Its `settings` throws VendorFailed if the store fails.
 */
export function readOffice(store: Pick<SettingsStore, 'read'>): Pick<Office, 'settings'> {
  return { settings: async () => readSettings((await store.read()).texts).settings };
}
