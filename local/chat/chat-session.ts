import { terminal } from '@agent-locator/command-line/terminal.ts';
import { type ControlClient, createControlClient, NoWorld } from '#local/control/client.ts';
import { findWorld } from '#local/control/running-world.ts';
import { openTypedLines, type TypedLines } from '#local/control/typed-lines.ts';
import type { ChatOptions } from './chat-options.ts';
import { createChatPrinter } from './chat-printer.ts';
import {
  type ConversationResult,
  type ConversationWatch,
  watchConversation,
} from './conversation-watch.ts';
import { type TypedMessage, typedMessages } from './typed-messages.ts';

/** A chat under way: its options, its world and its watch. */
type Correspondence = ChatOptions & {
  readonly client: ControlClient;
  readonly watch: ConversationWatch;
};

/**
 * Writes to the running world as a customer and prints both sides until the last answer.
 * @throws NoWorld where no world runs.
 */
export async function runChat(options: ChatOptions): Promise<ConversationResult> {
  const { from, messages, json, stateFolder } = options;
  const world = await findWorld(stateFolder);
  if (!world) throw new NoWorld('No state of a living world.');
  const client = createControlClient(world.controlUrl, world.controlToken);
  const watch = watchConversation();
  const correspondence = { ...options, client, watch };
  const closing = new AbortController();
  const changes = await client.follow(from, closing.signal);

  using typed = messages.length === 0 ? openKeyboard(json) : undefined;
  const narrate = createChatPrinter(typed?.print ?? (json ? terminal.err : terminal.out));
  const follow = async () => {
    for await (const message of changes) {
      watch.note(message);
      narrate(message);
    }
  };
  // The stream ends when it is aborted, or when the world is gone.
  const followed = follow();
  await Promise.race([
    typed ? writeTyped(typed, correspondence) : writeAll(correspondence),
    followed,
  ]);
  closing.abort();
  await followed.catch(() => {});
  return watch.result();
}

function openKeyboard(json: boolean): TypedLines<TypedMessage> {
  const { stdin: input, stdout, stderr } = process;
  const output = json ? stderr : stdout;
  return openTypedLines(typedMessages, { input, output, onInterrupt: () => input.destroy() });
}

async function writeAll(correspondence: Correspondence): Promise<void> {
  const { messages, isBurst, withinMs, watch } = correspondence;
  const batches = isBurst ? [messages] : messages.map((message) => [message]);
  for (const batch of batches) {
    await write(batch, correspondence);
    await watch.settled(withinMs);
  }
}

/** Writes typed messages without waiting for answers, as people do. */
async function writeTyped(
  lines: TypedLines<TypedMessage>,
  correspondence: Correspondence,
): Promise<void> {
  const { client, watch, from, withinMs } = correspondence;
  const report = (error: unknown) =>
    lines.print(error instanceof Error ? error.message : String(error));
  let underWay = Promise.resolve();
  for await (const line of lines.read()) {
    if ('order' in line) {
      const written = write([line.order], correspondence).catch(report);
      underWay = underWay.then(() => written);
    } else {
      // Skipping a day must not overtake an answer that is on its way.
      await underWay.then(() => watch.settled(withinMs));
      await client.letPass(from, line.laterMs).catch(report);
    }
  }
  await underWay;
  await watch.settled(withinMs);
}

async function write(
  orders: ChatOptions['messages'],
  { client, watch, from, switches }: Correspondence,
): Promise<void> {
  const switched = orders.map((order) => ({ ...order, switches }));
  watch.expect(await client.write(from, switched));
}
