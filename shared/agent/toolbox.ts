import { watchDeadlines } from '#shared/deadlines.ts';
import { log } from '#shared/log.ts';
import type { Toolbox, ToolCall } from '#shared/ports/speech.ts';
import { agreeToMessages } from './tools/agree-to-messages.ts';
import { bookViewing } from './tools/book-viewing.ts';
import { endCall } from './tools/end-call.ts';
import { requestCallback } from './tools/request-callback.ts';
import { saveLead } from './tools/save-lead.ts';
import { searchListings } from './tools/search-listings.ts';
import type { HeldTool, Refused, ToolParts, ToolTurn } from './tools/tool.ts';
import { transferToHuman } from './tools/transfer-to-human.ts';

/** All arguments of a tool at their longest fit; more is not read. */
const MAX_ARGUMENTS_CHARS = 8_000;

const everywhere: readonly HeldTool[] = [searchListings, saveLead, bookViewing, requestCallback];
const onThePhone: readonly HeldTool[] = [...everywhere, transferToHuman, endCall];

/** Makes the toolbox of one turn: what a model asks for is checked, done for this turn's contact only, and answered briefly. */
export function createToolbox(parts: ToolParts, turn: ToolTurn): Toolbox {
  const held = turn.end
    ? [...onThePhone, ...(parts.followsUp ? [agreeToMessages] : [])]
    : everywhere;
  let uses = 0;

  const answer = async ({ name, arguments: sent }: ToolCall, signal: AbortSignal) => {
    const found = held.find(({ tool }) => tool.name === name);
    // A name that is not ours may hold anything, so it is not logged.
    if (!found)
      return refused('unknown', 'no-such-tool', 'There is no such tool. Answer without it.');
    const use = found.prepare(fromJson(sent));
    if (!use)
      return refused(name, 'arguments', 'The arguments do not fit the schema. Correct them.');
    const id = `${turn.id}-${++uses}`;
    try {
      if (found.writes && !(await turn.holdsCall())) {
        return refused(name, 'call-moved', 'This call is no longer yours. Do nothing more.');
      }
      signal.throwIfAborted();
      const result = await use({ parts, turn, id, signal });
      log.info('tool.used', { name, id });
      return result;
    } catch (error) {
      if (!signal.aborted) log.error('tool.failed', error, { name, id });
      return { error: 'It did not work. Say so, and offer a callback from the office.' };
    }
  };

  return {
    tools: held.map(({ tool }) => tool),
    async use(call, signal) {
      using asked = watchDeadlines('dynamodb', signal);
      return JSON.stringify(await asked.race(answer(call, signal)));
    },
  };
}

function fromJson(sent: string): unknown {
  if (sent.length > MAX_ARGUMENTS_CHARS) return undefined;
  try {
    return JSON.parse(sent);
  } catch {
    return undefined;
  }
}

function refused(name: string, reason: string, error: string): Refused {
  log.warn('tool.failed', { name, reason });
  return { error };
}
