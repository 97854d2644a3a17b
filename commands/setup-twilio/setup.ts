import type { Print } from '@agent-locator/command-line/terminal.ts';
import { checkLine } from '#commands/accept/check-run.ts';
import { healthz } from '#commands/accept/checks/healthz.ts';
import type { Deployment } from '#commands/deployment/deployment.ts';
import { differencesOf, settingsFor } from '#commands/deployment/number-settings.ts';
import {
  type Numbers,
  type OwnedNumber,
  twilioNumbers,
} from '#commands/deployment/phone-numbers.ts';
import { InvalidInput } from '#shared/errors.ts';
import { chooseNumber } from './number-choice.ts';
import { printDifferences, printWhatsApp } from './settings-view.ts';
import type { SetupOptions } from './setup-options.ts';

/** What is to be set, and how far one may go. */
export type SetupOrder = Pick<SetupOptions, 'phoneNumber' | 'isDryRun' | 'isSure'>;

/** Who is told what happens, and asked whether it may. */
export type Attendant = {
  readonly print: Print;
  /** Told why nothing was changed. */
  readonly complain: Print;
  readonly confirm: (question: string) => Promise<boolean>;
};

/** Has a number's calls come to a deployment, unless they do already; false where they do not and were to. */
export async function setUpNumber(
  deployment: Deployment,
  order: SetupOrder,
  attendant: Attendant,
): Promise<boolean> {
  const { baseUrl, twilio } = deployment;
  const { print } = attendant;
  if (!twilio) throw new InvalidInput('Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.');
  const numbers = twilioNumbers(twilio);
  const number = chooseNumber(await numbers.owned(), order.phoneNumber);
  const differences = differencesOf(number, settingsFor(baseUrl));
  if (differences.length === 0) {
    print(`${number.phoneNumber} is set for ${baseUrl}: nothing to change.`);
  } else {
    print(`${number.phoneNumber} would change:\n`);
    printDifferences(print, differences);
    print('');
    if (order.isDryRun) print('Nothing was changed (--dry-run).');
    else if (!(await change(number, { numbers, deployment, order, attendant }))) return false;
  }
  printWhatsApp(print, baseUrl);
  return true;
}

type Change = {
  readonly numbers: Numbers;
  readonly deployment: Deployment;
  readonly order: SetupOrder;
  readonly attendant: Attendant;
};

async function change(
  { sid, phoneNumber }: OwnedNumber,
  { numbers, deployment, order, attendant }: Change,
): Promise<boolean> {
  const { print, complain, confirm } = attendant;
  const { baseUrl } = deployment;
  const { ok, detail } = await checkLine(healthz, deployment);
  if (!ok) {
    complain(`Nothing was changed: ${baseUrl} does not answer calls (/healthz: ${detail}).`);
    return false;
  }
  if (!order.isSure && !(await confirm('Change it?'))) {
    complain('Nothing was changed. To change it without being asked: --yes');
    return false;
  }
  const wanted = settingsFor(baseUrl);
  const left = differencesOf(await numbers.set(sid, wanted), wanted);
  if (left.length === 0) {
    print(`${phoneNumber} is set.`);
    return true;
  }
  complain('Twilio took this, and still says otherwise:');
  printDifferences(complain, left);
  return false;
}
