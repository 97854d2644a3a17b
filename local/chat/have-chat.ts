import { createControlClient, NoWorld } from '#local/control/client.ts';
import type { CustomerOrder } from '#local/control/customer-order.ts';
import type { ToldMessage } from '#local/control/told-message.ts';
import { openTypedLines, type TypedLines } from '#local/control/typed-lines.ts';
import { terminal } from '#local/terminal.ts';
import type { PostReport } from '#local/twilio/whatsapp/inbox.ts';
import { findWorld } from '#local/world/state-file.ts';
import { createChatNarrator } from './chat-narrator.ts';
import type { ChatOptions } from './chat-options.ts';
import { watchConversation } from './conversation-watch.ts';
import { type TypedMessage, typedMessages } from './typed-messages.ts';

/** What remains of a conversation. */
export type ChatResult = {
  readonly from: string;
  readonly messages: readonly ToldMessage[];
  readonly posts: readonly PostReport[];
  /** Whether every message was answered in time. */
  readonly isAnswered: boolean;
};

/** Writes to the running world as a customer, shows what both write, and waits for the last answer. */
export async function haveChat(options: ChatOptions): Promise<ChatResult> {
  const { from, messages, isBurst, switches, withinMs, json, stateFolder } = options;
  const world = await findWorld(stateFolder);
  if (!world) throw new NoWorld('No state of a living world.');
  const client = createControlClient(world.controlUrl, world.controlToken);
  const { stdin: input, stdout, stderr } = process;
  const closing = new AbortController();
  using typed =
    messages.length === 0
      ? openTypedLines(typedMessages, {
          input,
          output: json ? stderr : stdout,
          onInterrupt: () => input.destroy(),
        })
      : undefined;
  const watch = watchConversation();
  const narrate = createChatNarrator(typed?.print ?? (json ? terminal.err : terminal.out));
  const followed = follow(await client.follow(from, closing.signal));
  const posts: PostReport[] = [];
  let awaited = 0;

  async function follow(changes: AsyncIterable<ToldMessage>): Promise<false> {
    for await (const message of changes) {
      watch.note(message);
      narrate(message);
    }
    return false;
  }

  async function write(orders: readonly CustomerOrder[]) {
    const made = await client.write(
      from,
      orders.map((order) => ({ ...order, switches })),
    );
    posts.push(...made);
    for (const post of made) awaited += answersTo(post);
  }

  const answered = () => watch.answered(awaited, withinMs);

  async function writeTyped(lines: TypedLines<TypedMessage>) {
    let underWay = Promise.resolve();
    const report = (error: unknown) =>
      lines.print(error instanceof Error ? error.message : `${error}`);
    for await (const line of lines.read()) {
      if ('order' in line) {
        const written = write([line.order]).catch(report);
        underWay = underWay.then(() => written);
      } else {
        // Nobody waits a day for an answer that is on its way.
        await underWay.then(answered);
        await client.letPass(from, line.laterMs).catch(report);
      }
    }
    await underWay;
    return answered();
  }

  async function writeAll() {
    const batches = isBurst ? [messages] : messages.map((message) => [message]);
    for (const batch of batches) {
      await write(batch);
      if (!(await answered())) return false;
    }
    return true;
  }

  // Whoever follows fails only where the world is gone; otherwise it goes on until told to stop.
  const isAnswered = await Promise.race([typed ? writeTyped(typed) : writeAll(), followed]);
  closing.abort();
  await followed.catch(() => {});
  return { from, messages: watch.messages(), posts, isAnswered };
}

/** How many messages are due for one: at least one, unless Twilio got no answer it could use. */
function answersTo({ replies, errors }: PostReport): number {
  const isLost = errors.some(({ level }) => level === 'error');
  return Math.max(replies.length, isLost ? 0 : 1);
}
