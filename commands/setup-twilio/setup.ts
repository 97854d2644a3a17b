import type { Print } from '@agent-locator/command-line/terminal.ts';
import { runCheck } from '#commands/accept/check-run.ts';
import { healthz } from '#commands/accept/checks/healthz.ts';
import type { Deployment } from '#commands/deployment/deployment.ts';
import {
  type Difference,
  differencesOf,
  settingsFor,
} from '#commands/deployment/number-settings.ts';
import {
  type Numbers,
  type OwnedNumber,
  twilioNumbers,
} from '#commands/deployment/phone-numbers.ts';
import { InvalidInput } from '#shared/errors.ts';
import { chooseNumber } from './number-choice.ts';
import { printDifferences, printWhatsApp } from './settings-view.ts';
import type { SetupOptions } from './setup-options.ts';

/** The options of a setup: which number, and whether to ask. */
export type SetupOrder = Pick<SetupOptions, 'phoneNumber' | 'isDryRun' | 'isSure'>;

/** The person at the terminal. */
export type Attendant = {
  readonly print: Print;
  /** Prints why the number is not set. */
  readonly complain: Print;
  readonly confirm: (question: string) => Promise<boolean>;
};

/** The result of a setup. */
export type Setup = {
  /** In E.164. */
  readonly phoneNumber: string;
  /** Settings that differed before the setup. */
  readonly differences: readonly Difference[];
  readonly outcome: 'set-already' | 'dry-run' | 'set' | 'not-set';
};

/**
 * Sets a number so that its calls come to a deployment.
 * @throws {InvalidInput} for a wrong account or number.
 * @throws {VendorFailed} where Twilio refuses or does not answer.
 */
export async function setUpNumber(
  deployment: Deployment,
  order: SetupOrder,
  attendant: Attendant,
): Promise<Setup> {
  const { baseUrl, twilio } = deployment;
  const { print } = attendant;
  if (!twilio) throw new InvalidInput('Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.');
  const numbers = twilioNumbers(twilio);
  const number = chooseNumber(await numbers.owned(), order.phoneNumber);
  const { phoneNumber } = number;
  const differences = differencesOf(number, settingsFor(baseUrl));
  let outcome: Setup['outcome'] = 'set-already';
  if (differences.length === 0) {
    print(`${phoneNumber} is set for ${baseUrl}: nothing to change.`);
  } else {
    print(`${phoneNumber} would change:\n`);
    printDifferences(print, differences);
    print('');
    outcome = await change(number, { numbers, deployment, order, attendant });
  }
  if (outcome !== 'not-set') printWhatsApp(print, baseUrl);
  return { phoneNumber, differences, outcome };
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
): Promise<Setup['outcome']> {
  const { print, complain, confirm } = attendant;
  const { baseUrl } = deployment;
  if (order.isDryRun) {
    print('Nothing was changed (--dry-run).');
    return 'dry-run';
  }
  const { ok, detail } = await runCheck(healthz, deployment);
  if (!ok) {
    complain(`Nothing was changed: ${baseUrl} does not answer calls (/healthz: ${detail}).`);
    return 'not-set';
  }
  if (!order.isSure && !(await confirm('Change it?'))) {
    complain('Nothing was changed. To change it without a question: --yes');
    return 'not-set';
  }
  const wanted = settingsFor(baseUrl);
  const left = differencesOf(await numbers.set(sid, wanted), wanted);
  if (left.length === 0) {
    print(`${phoneNumber} is set.`);
    return 'set';
  }
  complain('Twilio accepted the change, but still has other values:');
  printDifferences(complain, left);
  return 'not-set';
}

/** Converts a setup to its JSON document. */
export function toSetupJson({ phoneNumber, outcome, differences }: Setup) {
  return {
    phone_number: phoneNumber,
    outcome,
    differences: differences.map(({ setting, is, shouldBe }) => ({
      setting,
      is,
      should_be: shouldBe,
    })),
  };
}
