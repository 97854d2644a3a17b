import { terminal } from '@agent-locator/command-line/terminal.ts';
import type { CallResult } from '#local/control/call-message.ts';
import { createControlClient, NoWorld } from '#local/control/client.ts';
import { findWorld } from '#local/control/running-world.ts';
import { openTypedLines, type TypedLines } from '#local/control/typed-lines.ts';
import { createCallPrinter } from '#local/scenario/call-printer.ts';
import type { CallerStep } from '#local/scenario/caller-steps.ts';
import { farewell } from '#local/scenario/caller-steps.ts';
import type { SingleCall } from './call-options.ts';
import { typedSteps } from './typed-steps.ts';

/**
 * Places a call in the running world and prints it; returns its result when the CRM is complete.
 * @throws NoWorld where no world runs.
 */
export async function watchCall({
  order,
  isLive,
  json,
  stateFolder,
}: SingleCall): Promise<CallResult> {
  const world = await findWorld(stateFolder);
  if (!world) throw new NoWorld('No state of a living world.');
  const client = createControlClient(world.controlUrl, world.controlToken);
  let ongoing: string | undefined;
  const hangUp = () => {
    // A second signal ends this process at once; the world then hangs up.
    if (!ongoing) process.exit(1);
    client.hangUp(ongoing).catch(() => process.exit(1));
    ongoing = undefined;
  };
  process.on('SIGINT', hangUp).on('SIGTERM', hangUp);

  const { stdin: input, stdout, stderr } = process;
  const output = json ? stderr : stdout;
  using typed = isLive
    ? openTypedLines(typedSteps, { input, output, onInterrupt: hangUp })
    : undefined;
  const printer = createCallPrinter(typed?.print ?? (json ? terminal.err : terminal.out));

  for await (const message of client.placeCall(order)) {
    switch (message.type) {
      case 'placed':
        ongoing = message.callSid;
        if (typed) void passOn(typed, (steps) => client.addSteps(message.callSid, steps));
        break;
      case 'line':
        printer.onLine(message.line);
        break;
      case 'event':
        printer.onEvent(message.event);
        break;
      case 'result':
        return message;
      case 'failed':
        throw new Error(message.message);
    }
  }
  throw new Error('The world closed during the call.');
}

/** Passes typed steps to the caller; at end of input the caller hears the last answer and hangs up. */
async function passOn(
  typed: TypedLines<CallerStep>,
  add: (steps: readonly CallerStep[]) => Promise<void>,
): Promise<void> {
  const report = (error: unknown) =>
    typed.print(error instanceof Error ? error.message : `${error}`);
  for await (const step of typed.read()) await add([step]).catch(report);
  await add(farewell).catch(() => {});
}
