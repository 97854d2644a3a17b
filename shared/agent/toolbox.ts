import { watchDeadlines } from '#shared/deadlines.ts';
import { jsonIn } from '#shared/json.ts';
import { log } from '#shared/log.ts';
import type { Toolbox, ToolCall } from '#shared/ports/speech.ts';
import { agreeToAlerts } from './tools/agree-to-alerts.ts';
import { agreeToMessages } from './tools/agree-to-messages.ts';
import { bookViewing } from './tools/book-viewing.ts';
import { cancelViewing } from './tools/cancel-viewing.ts';
import { endCall } from './tools/end-call.ts';
import { noteRequest } from './tools/note-request.ts';
import { officeHours } from './tools/office-hours.ts';
import { passToPerson } from './tools/pass-to-person.ts';
import { requestCallback } from './tools/request-callback.ts';
import { saveLead } from './tools/save-lead.ts';
import { searchListings } from './tools/search-listings.ts';
import { isStaffTurn } from './tools/staff-turn.ts';
import { stopMessages } from './tools/stop-messages.ts';
import type { Refused, ToolDefinition, ToolParts, ToolTurn } from './tools/tool.ts';
import { transferToHuman } from './tools/transfer-to-human.ts';

/** The longest arguments that are parsed; all arguments of a tool at their limits fit. */
const MAX_ARGUMENTS_CHARS = 8_000;

/** The error for a person of the office who tries the agent. */
const FOR_CUSTOMERS =
  'They work in this office, so nothing is noted, booked or promised for them here. Say so in one sentence.';

const everywhere: readonly ToolDefinition[] = [
  searchListings,
  saveLead,
  bookViewing,
  cancelViewing,
  requestCallback,
  noteRequest,
  officeHours,
  stopMessages,
];
const onThePhone: readonly ToolDefinition[] = [...everywhere, transferToHuman, endCall];
const inWriting: readonly ToolDefinition[] = [...everywhere, passToPerson, agreeToAlerts];

/** Returns the toolbox of one turn: it checks the model's calls and acts only for this turn's contact. */
export function createToolbox(parts: ToolParts, turn: ToolTurn): Toolbox {
  const offered = turn.end
    ? [
        ...onThePhone,
        ...(parts.followsUp ? [agreeToMessages] : []),
        ...(parts.canWrite ? [agreeToAlerts] : []),
      ]
    : inWriting;
  let uses = 0;

  const answer = async ({ name, arguments: sent }: ToolCall, signal: AbortSignal) => {
    const found = offered.find(({ tool }) => tool.name === name);
    // An unknown name may hold personal data, so it is not logged.
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
      if (found.writes && (await isStaffTurn({ parts, turn }))) {
        return refused(name, 'staff', FOR_CUSTOMERS);
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
    tools: offered.map(({ tool }) => tool),
    async use(call, signal) {
      using deadlines = watchDeadlines('dynamodb', signal);
      return JSON.stringify(await deadlines.race(answer(call, signal)));
    },
  };
}

function fromJson(sent: string): unknown {
  return sent.length > MAX_ARGUMENTS_CHARS ? undefined : jsonIn(sent);
}

function refused(name: string, reason: string, error: string): Refused {
  log.warn('tool.failed', { name, reason });
  return { error };
}
