import { writeFile } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { toWav } from '@agent-locator/audio/wav.ts';
import type { CallReport, PhoneCall } from '../call/phone-call.ts';
import { createExchange } from '../exchange.ts';
import { actAsCaller } from './caller.ts';
import { HELP } from './help.ts';
import { type CommandOptions, readOptions } from './options.ts';
import { hasFailed, printReport, toReportJson } from './report.ts';
import { terminalSteps } from './terminal-steps.ts';
import { createTranscript, type Print } from './transcript.ts';
import { WrongUsage } from './wrong-usage.ts';

/** The streams of a command. */
export type Terminal = {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable;
  readonly stderr: Writable;
};

const NUMBER = '+15557654321';

/** Places one call as the arguments ask. Returns the exit code. */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const lineTo = (stream: Writable) => (line: string) => void stream.write(`${line}\n`);
  const [out, err] = [lineTo(terminal.stdout), lineTo(terminal.stderr)];
  try {
    const options = readOptions(args);
    if (options === 'help') {
      out(HELP);
      return 0;
    }
    if (options.wavFile) await keep(options.wavFile, toWav());
    const print = options.json ? err : out;
    const report = await placeCall(options, terminal, print);
    if (options.wavFile) await keep(options.wavFile, toWav(report.said, report.heard));
    printReport(report, print);
    if (options.json) out(JSON.stringify(toReportJson(report), null, 2));
    return hasFailed(report) ? 1 : 0;
  } catch (error) {
    if (!(error instanceof WrongUsage)) throw error;
    err(`${error.message}\nnpx twilio-exchange --help shows the options.`);
    return 2;
  }
}

async function placeCall(
  options: CommandOptions,
  terminal: Terminal,
  print: Print,
): Promise<CallReport> {
  const { accountSid, authToken, voiceUrl, statusCallbackUrl: statusCallback, port } = options;
  await using exchange = await createExchange({
    accountSid,
    authToken,
    port,
    number: { phoneNumber: NUMBER, voiceUrl, ...(statusCallback && { statusCallback }) },
    switches: { loopbackWss: 'plain' },
  });
  print(`${options.from} calls ${NUMBER}, account ${accountSid}, auth token "${authToken}".`);
  print(`The REST API is at ${exchange.apiBaseUrl}.\n`);
  const transcript = createTranscript(exchange.errors, print);
  const call = exchange.dial({ from: options.from, onWebhook: transcript.webhook });
  call.subscribe(transcript.event);
  using _interruption = hangUpOnInterrupt(call);
  if (options.hangUpAfterMs !== undefined) hangUpAfter(options.hangUpAfterMs, call);
  const isScripted = options.steps.length > 0;
  const steps = isScripted ? options.steps : terminalSteps(terminal.stdin, print);
  const caller = actAsCaller(call, steps, {
    awaitsTurns: isScripted || !terminal.stdin.isTTY,
    hangsUp: options.hangUpAfterMs === undefined,
    onStep: transcript.step,
  });
  const [report] = await Promise.all([call.ended, caller]);
  return report;
}

function hangUpAfter(ms: number, call: PhoneCall): void {
  call.subscribe(({ type }) => {
    if (type === 'answered') setTimeout(call.hangUp, ms).unref();
  });
}

function hangUpOnInterrupt(call: PhoneCall): Disposable {
  process.once('SIGINT', call.hangUp);
  return { [Symbol.dispose]: () => void process.off('SIGINT', call.hangUp) };
}

async function keep(file: string, wav: Buffer): Promise<void> {
  await writeFile(file, wav).catch((cause: Error) => {
    throw new WrongUsage(`--wav cannot be written: ${cause.message}`, { cause });
  });
}
