import { writeFile } from 'node:fs/promises';
import { runCommand } from '@agent-locator/command-line/command.ts';
import { openOutput, progress } from '@agent-locator/command-line/output.ts';
import { printOutcome, problemsOf, toCallJson } from '#local/control/call-outcome.ts';
import { createControlClient, NoWorld } from '#local/control/client.ts';
import { commandErrors } from '#local/control/command-errors.ts';
import { findWorld } from '#local/control/running-world.ts';
import { placeThrough } from '#local/conversations/call-placement.ts';
import { runConversations } from '#local/conversations/conversation-batch.ts';
import {
  createListener,
  printConversation,
  printProgress,
  printReport,
  toConversationsJson,
} from '#local/conversations/conversation-report.ts';
import { InvalidInput } from '#shared/errors.ts';
import {
  type CallOptions,
  readCallOptions,
  type ScriptedCalls,
  type SingleCall,
} from './call-options.ts';
import { watchCall } from './watched-call.ts';

const HELP = `Usage: npm run call [-- options]

Places a call in a world that runs in another terminal (npm start) and shows it live.
Without --say, --interrupt, --dtmf or a script you type what the caller says, line by line.

  --say "…"             says something when it is the caller's turn; more of them are
                        said one after the other
  --interrupt "…"       says it 1 s after the next answer has begun
  --dtmf 0              presses keys when it is the caller's turn
  --hang-up-after 12s   hangs up so long after the call is answered; otherwise the
                        caller hears the last answer out and hangs up
  --script file         has a scripted conversation and checks its expectations; with a
                        folder, all of them (docs/scripted-conversations.md)
  --scripts             has every conversation that the product comes with
  --at-once 4           how many conversations go on at the same time
  --from +972…          the caller's number; scripts call from numbers that never called before
  --noise 10dB          noise behind the caller, as a ratio of speech to noise. Only
                        a real OPENAI_API_KEY in npm start understands through it
  --switch name=value   sets a switch of the exchange for this call; they are in
                        packages/twilio-exchange/src/trouble/switches.ts
  --wav file            keeps the call as WAV: the caller left, the other side right
  --json                one JSON document on stdout, everything else on stderr
  --state folder        where the world has left its state (.local)
  --help                this text

Steps are taken in the order in which they are given. Ctrl-C hangs up.
Callers speak with a synthetic voice, eSpeak NG, also where OpenAI and Google are real.
A script can name a recording for each thing that is said.
More in docs/local-calls.md; docs/agent.md says what the agent can do.
Exit code:
  0  all went well, and as a script expects
  1  it did not
  2  for a wrong option or script
  3  no world is running`;

process.exitCode = await runCommand({
  help: HELP,
  read: readCallOptions,
  run: call,
  ...commandErrors,
});

async function call(options: CallOptions): Promise<boolean> {
  if (options.wavFile) await keep(options.wavFile, '');
  return options.kind === 'call' ? placeOne(options) : haveConversations(options);
}

async function placeOne(options: SingleCall): Promise<boolean> {
  const result = await watchCall(options);
  if (options.wavFile) await keep(options.wavFile, result.wav ?? '');
  openOutput(options.json).result(toCallJson(result), (print) => printOutcome(print, result));
  return problemsOf(result).length === 0;
}

async function haveConversations(options: ScriptedCalls): Promise<boolean> {
  const { conversations, atOnce, chosen, json, wavFile, stateFolder } = options;
  const world = await findWorld(stateFolder);
  if (!world) throw new NoWorld('No state of a living world.');
  const output = openOutput(json);
  const { print } = output;
  const { length } = conversations;
  const isAlone = length === 1;
  if (!isAlone) print(`Having ${length} conversations, ${Math.min(atOnce, length)} at a time.`);
  const place = placeThrough(createControlClient(world.controlUrl, world.controlToken));
  const results = await runConversations(place, conversations, {
    ...chosen,
    atOnce,
    ...(isAlone && { onMessage: createListener(print) }),
    onResult(result, count) {
      if (isAlone) printConversation(print, result);
      else printProgress(print, result, `${progress(count, length)}  `);
    },
  });
  printReport(print, results);
  if (wavFile) await keep(wavFile, results[0]?.call?.wav ?? '');
  output.result(toConversationsJson(results));
  return results.every(({ ok }) => ok);
}

async function keep(file: string, base64: string): Promise<void> {
  await writeFile(file, base64, 'base64').catch((cause: unknown) => {
    throw new InvalidInput(`--wav names "${file}", which cannot be written.`, { cause });
  });
}
