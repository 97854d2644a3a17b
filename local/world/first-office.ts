import { localDynamoDb } from '#local/aws/dynamodb-client.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { weekdays } from '#shared/domain/office/office-settings.ts';
import type { SettingsTexts } from '#shared/domain/office/settings-fields.ts';
import type { WorldSettings } from './settings.ts';

/** The office of a local world knows neither night nor holiday: no try of it waits for the morning. */
const FIRST_SETTINGS = {
  hands_over_when_closed: 'yes',
  keeps_holidays: 'no',
  keeps_shabbat: 'no',
  quiet_hours: 'none',
} as const;

/** Settings of an office that never closes, for what is tried at any hour. */
export const alwaysOpen: SettingsTexts = Object.fromEntries(
  weekdays.map((day) => [day, '00:00-24:00']),
);

/** Writes the first settings and the people of the office into the store of a new world. */
export async function writeFirstOffice(
  endpoint: string,
  { people = [], office = {} }: Pick<WorldSettings, 'people' | 'office'>,
): Promise<void> {
  const db = localDynamoDb(endpoint);
  try {
    const settings = dynamoOfficeSettings(db);
    const { version } = await settings.read();
    const texts = { ...FIRST_SETTINGS, ...office };
    if (version === 0) await settings.write({ version, texts }, Date.now());
    const brokers = dynamoBrokers(db);
    await Promise.all(people.map((broker) => brokers.put(broker)));
  } finally {
    db.destroy();
  }
}
