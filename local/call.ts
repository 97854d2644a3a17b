import { writeFile } from 'node:fs/promises';
import { InvalidInput } from '#shared/errors.ts';
import { readCallOptions } from './control/call-options.ts';
import { printOutcome, problemsOf, toCallJson } from './control/call-outcome.ts';
import { NoWorld } from './control/client.ts';
import { watchCall } from './control/watched-call.ts';
import { terminal } from './terminal.ts';

const HELP = `Usage: npm run call [-- options]

Places a call in a world that runs in another terminal (npm start) and shows it live.
Without --say, --interrupt, --dtmf or --script you type what the caller says, line by line.

  --say "…"             says something when it is the caller's turn; more of them are
                        said one after the other
  --interrupt "…"       says it 1 s after the next answer has begun
  --dtmf 0              presses keys when it is the caller's turn
  --script file         a JSON list of steps, each of them one of
                        {"say": "…"}  {"interrupt": "…", "afterMs": 1000}
                        {"cough": true, "afterMs": 500}  {"press": "0"}
                        {"listen": true}  {"untilSound": true}  {"waitMs": 500}
                        {"hangUp": true}
  --hang-up-after 12s   hangs up so long after the call is answered; otherwise the
                        caller hears the last answer out and hangs up
  --from +972…          who calls
  --noise 10dB          so much noise behind the caller, as a ratio of speech to noise;
                        only a real OPENAI_API_KEY in npm start understands through it
  --switch name=value   how the exchange behaves in this call (local/twilio/switches.ts)
  --wav file            keeps the call: left what was said, right what was heard
  --json                one JSON document on stdout, everything else on stderr
  --state folder        where the world has left its state (.local)
  --help                this text

Steps are taken in the order in which they are given. Ctrl-C hangs up.
Exit code: 0 when the call went well, 1 when not, 2 for a wrong option, 3 when no
world is running.`;

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const options = readCallOptions(process.argv.slice(2));
    if (options === 'help') {
      terminal.out(HELP);
      return 0;
    }
    if (options.wavFile) await keep(options.wavFile, '');
    const result = await watchCall(options);
    if (options.wavFile) await keep(options.wavFile, result.wav ?? '');
    if (options.json) terminal.out(JSON.stringify(toCallJson(result), null, 2));
    else printOutcome(terminal.out, result);
    return problemsOf(result).length === 0 ? 0 : 1;
  } catch (error) {
    if (error instanceof NoWorld) {
      terminal.err('No world is running. Start one: npm start');
      return 3;
    }
    terminal.err(error instanceof Error ? error.message : String(error));
    return error instanceof InvalidInput ? 2 : 1;
  }
}

async function keep(file: string, base64: string): Promise<void> {
  await writeFile(file, base64, 'base64').catch((cause: unknown) => {
    throw new InvalidInput(`--wav names "${file}", which cannot be written.`, { cause });
  });
}
