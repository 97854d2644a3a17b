import { inTime } from '#shared/deadlines.ts';
import { defaultSettings, type OfficeSettings } from '#shared/domain/office/office-settings.ts';
import { readSettings } from '#shared/domain/office/settings-fields.ts';
import { log } from '#shared/log.ts';
import type { Office, SettingsStore } from '#shared/ports/office.ts';

/** Older settings are read again, while the known ones still serve: no caller waits for a change. */
const FRESH_MS = 60_000;
/** Settings that are older still are waited for: a function may have slept for hours. */
const STALE_MS = 5 * 60_000;
/** A caller may wait for the first reading, but not long. */
const READING = { name: 'settings', ms: 500 };

/** Returns the office; its settings are read again each minute, and the last known ones serve if the store fails. */
export function knownOffice(store: Pick<SettingsStore, 'read'>, now = Date.now): Office {
  let known: OfficeSettings = defaultSettings;
  let askedAt = Number.NEGATIVE_INFINITY;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  async function read(): Promise<void> {
    try {
      const { texts } = await inTime('dynamodb', READING, store.read());
      const { settings, refused } = readSettings(texts);
      if (refused.length > 0) log.warn('office.settings-refused', { fields: refused.join(' ') });
      known = settings;
      readAt = now();
    } catch (error) {
      log.error('office.settings-unread', error);
    }
  }

  return {
    known: () => known,
    async settings() {
      const at = now();
      if (at - askedAt >= FRESH_MS) {
        askedAt = at;
        reading = read();
      }
      if (at - readAt >= STALE_MS) await reading;
      return known;
    },
  };
}
