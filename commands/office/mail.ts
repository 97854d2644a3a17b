import { UsageError } from '@agent-locator/command-line/options.ts';
import type { Output } from '@agent-locator/command-line/output.ts';
import { faint, type Print } from '@agent-locator/command-line/terminal.ts';
import { moment, words } from '#commands/display-text.ts';
import { createControlClient } from '#local/control/client.ts';
import { findWorld } from '#local/control/running-world.ts';

/** A mail in a list. */
type Mail = Awaited<ReturnType<ReturnType<typeof createControlClient>['mails']>>[number];

/**
 * Shows the mails that the local world’s SES keeps.
 * @throws UsageError without a running world: mails on AWS are in people’s own mailboxes
 */
export async function showMails(stateFolder: string, output: Output): Promise<void> {
  const world = await findWorld(stateFolder);
  if (!world) throw new UsageError('mail shows the mails of a local world: run npm start first.');
  const mails = await createControlClient(world.controlUrl, world.controlToken).mails();
  output.result(mails, (print) => printMails(print, mails));
}

function printMails(print: Print, mails: readonly Mail[]): void {
  for (const { at, to, subject, text, invitation } of mails) {
    print(`${moment(at)}  ${to.join(', ')}${invitation ? `  [${invitation}]` : ''}`);
    print(`  ${words(subject)}`);
    for (const line of text.split('\n').filter(Boolean)) print(faint(`  ${words(line)}`));
  }
  print(faint(`${mails.length} mails`));
}
