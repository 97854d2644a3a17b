import {
  readSettings,
  type SettingsTexts,
  settingsField,
} from '#shared/domain/office/settings-fields.ts';
import { InvalidInput, VendorFailed } from '#shared/errors.ts';
import type { SettingsStore } from '#shared/ports/office.ts';
import type { SettingChange } from './office-options.ts';

/** Tries of one change; each is beaten only by another change of the same moment. */
const TRIES = 5;

/** The texts of all settings before a change and after it. */
export type SettingsTransition = { readonly before: SettingsTexts; readonly after: SettingsTexts };

/**
 * Changes settings and returns the texts before and after. Nothing is written if one text is not accepted.
 * @throws InvalidInput naming every text that is not accepted
 * @throws VendorFailed, also if others change the settings at each attempt
 */
export async function changeSettings(
  store: SettingsStore,
  changesOf: (texts: SettingsTexts) => readonly SettingChange[],
  at: number,
): Promise<SettingsTransition> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { version, texts } = await store.read();
    const after = withChanges(texts, changesOf(texts));
    if (await store.write({ version, texts: after }, at)) return { before: texts, after };
  }
  throw new VendorFailed('dynamodb', 'the settings were changed by others at each attempt');
}

function withChanges(texts: SettingsTexts, changes: readonly SettingChange[]): SettingsTexts {
  const changed: Record<string, string> = { ...texts };
  const problems: string[] = [];
  for (const { name, text } of changes) {
    if (text === undefined) delete changed[name];
    else if (readSettings({ [name]: text }).refused.length === 0) changed[name] = text;
    else problems.push(`${name} must be ${settingsField(name)?.accepts}, not "${text}"`);
  }
  if (problems.length > 0) throw new InvalidInput(`Nothing was changed: ${problems.join('; ')}.`);
  return changed;
}

/** Returns the change that puts one own date in place; `usual` removes it. @throws InvalidInput for a name with a comma */
export function dateChange(
  texts: SettingsTexts,
  { day, hours, name }: { readonly day: string; readonly hours: string; readonly name: string },
): SettingChange {
  if (name.includes(',')) throw new InvalidInput('The name of a date cannot hold a comma.');
  const others = (texts['own_dates'] ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each && !each.startsWith(`${day} `));
  const own = hours === 'usual' ? [] : [[day, hours, name].filter(Boolean).join(' ')];
  return { name: 'own_dates', text: [...others, ...own].toSorted().join(', ') };
}
