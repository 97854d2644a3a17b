import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import type { DynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import type { OfficeSettings } from '#shared/domain/office/office-settings.ts';
import { readSettings } from '#shared/domain/office/settings-fields.ts';

/** Reads the settings of the office. @throws VendorFailed */
export async function settingsOf(db: DynamoDb): Promise<OfficeSettings> {
  return readSettings((await dynamoOfficeSettings(db).read()).texts).settings;
}
