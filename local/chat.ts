import { runCommand } from '@agent-locator/command-line/command.ts';
import { openOutput } from '@agent-locator/command-line/output.ts';
import { type ChatOptions, readChatOptions } from './chat/chat-options.ts';
import { printOutcome, problemsOf, toChatJson } from './chat/chat-outcome.ts';
import { runChat } from './chat/chat-session.ts';
import { commandErrors } from './control/command-errors.ts';

const HELP = `Usage: npm run chat [-- options]

Writes on WhatsApp to a world that runs in another terminal (npm start) and shows the answers.
Without --say, --voice-note, --image or --location you type the customer's messages, line by line.

  --say "…"             writes a message, waits for the answer, and goes on with the next
  --voice-note "…"      says it with the voice of the local world and sends the recording
  --image file          sends a picture or another file (jpg, png, webp, pdf, ogg, mp4)
  --location 32.08,34.78
                        sends a place
  --burst               sends all of them at once, before anything is answered
  --duplicate           has Twilio deliver every message twice
  --within 20s          how long an answer may take
  --from +972…          the customer's number
  --switch name=value   sets a switch of the exchange; they are in
                        packages/twilio-exchange/src/trouble/switches.ts
  --json                one JSON document on stdout, everything else on stderr
  --state folder        where the world has left its state (.local)
  --help                this text

You can type words; /voice …; /image file caption; /location 32.08,34.78; /empty;
/later 25h, after which only templates reach the customer. Ctrl-D ends.
More in docs/whatsapp.md and docs/local-calls.md; docs/agent.md says what the agent can do.
Exit code:
  0  every message was answered, and Twilio had nothing to complain of
  1  it did not go so well
  2  for a wrong option
  3  no world is running`;

process.exitCode = await runCommand({
  help: HELP,
  read: readChatOptions,
  run: chat,
  ...commandErrors,
});

async function chat(options: ChatOptions): Promise<boolean> {
  const result = await runChat(options);
  const document = toChatJson(options.from, result);
  openOutput(options.json).result(document, (print) => printOutcome(print, result));
  return problemsOf(result).length === 0;
}
