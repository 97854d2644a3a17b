import { styleText } from 'node:util';
import { faint, type Print } from '@agent-locator/command-line/terminal.ts';
import type { Difference } from '#commands/deployment/number-settings.ts';

/** Prints each setting that differs: its present value, and under it the wanted one. */
export function printDifferences(print: Print, differences: readonly Difference[]): void {
  const width = Math.max(...differences.map(({ setting }) => setting.length));
  for (const { setting, is, shouldBe } of differences) {
    print(`  ${setting.padEnd(width)}  ${styleText('red', `- ${is || 'not set'}`)}`);
    print(`  ${''.padEnd(width)}  ${styleText('green', `+ ${shouldBe}`)}`);
  }
}

/** Prints the WhatsApp settings, which only Twilio’s console can change. */
export function printWhatsApp(print: Print, baseUrl: string): void {
  print('\nWhatsApp is set in Twilio’s console, under Messaging → Senders → WhatsApp senders');
  print('(for the sandbox: Messaging → Try it out → Send a WhatsApp message → Sandbox settings):');
  print(`  a message comes in   ${baseUrl}/webhook/whatsapp/inbound   HTTP POST`);
  print(`  status callback      ${baseUrl}/webhook/whatsapp/status    HTTP POST`);
  print(faint(`\nThen: npm run accept -- ${baseUrl}`));
}
