import type { Switches } from 'twilio-exchange/trouble/switches.ts';
import { InvalidInput } from '#shared/errors.ts';
import { jsonIn } from '#shared/json.ts';
import { switchSettings } from './switch-settings.ts';

/**
 * Reads typed switches of the exchange, `name=value` with a word or JSON.
 * @throws InvalidInput for an unknown name or value.
 */
export function readSwitches(texts: readonly string[]): Partial<Switches> {
  return Object.fromEntries(texts.map(readSwitch));
}

function readSwitch(text: string): [string, unknown] {
  const [name = '', ...rest] = text.split('=');
  const value = rest.join('=');
  if (!isSwitch(name)) {
    const names = Object.keys(switchSettings).join(', ');
    throw new InvalidInput(`--switch: the exchange has no switch "${name}", only ${names}.`);
  }
  const setting = switchSettings[name];
  const readings = [value, jsonIn(value)].map((reading) => setting.safeParse(reading));
  const [good] = readings.filter(({ success }) => success);
  if (good) return [name, good.data];
  const problem = readings.at(-1)?.error?.issues[0]?.message;
  throw new InvalidInput(`--switch ${name} ${problem}, not "${value}".`);
}

function isSwitch(name: string): name is keyof Switches {
  return Object.hasOwn(switchSettings, name);
}
