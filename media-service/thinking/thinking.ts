import type { Event } from '#media-service/conversation/events.ts';
import { type MemoryParts, recall, toBriefing } from '#shared/agent/briefing.ts';
import { sentences } from '#shared/agent/sentences.ts';
import type { ToolTurn } from '#shared/agent/tools/tool.ts';
import { turnId } from '#shared/domain/calls/call-turn.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import { VendorFailed } from '#shared/errors.ts';
import type { CallLogs, HeldStream } from '#shared/ports/calls.ts';
import type { Brain, Toolbox } from '#shared/ports/speech.ts';
import { survive } from '#shared/survival.ts';

/** What the agent knows of a caller comes while the greeting sounds; later, it answers without. */
const RECALL_MS = 700;

export type ThinkingParts = {
  readonly brain: Brain;
  readonly calls: Pick<CallLogs, 'find'>;
  readonly memory: MemoryParts;
  readonly openToolbox: (turn: ToolTurn) => Toolbox;
  /** Whether there is a number to hand callers over to. */
  readonly officeAnswers: boolean;
};

/** What is to be answered, and from when on it may have effects. */
export type Thought = {
  readonly turn: number;
  readonly dialogue: readonly Line[];
  readonly allowed: Promise<void>;
};

/** Thinks for the agent on one stream. */
export interface Thinking {
  /** Opens the way to the brain, and recalls what could not be recalled before: there is about to be a question. */
  prepare(): void;
  /** Streams the sentences of an answer; tools are used once it is allowed, and no sooner. */
  answer(thought: Thought, signal: AbortSignal): AsyncIterable<string>;
}

/** Begins to think on a stream, and to recall whose call it is; what tools do is told as events. */
export function createThinking(
  { brain, calls, memory, openToolbox, officeAnswers }: ThinkingParts,
  { callSid, gen, holder }: HeldStream,
  tell: (event: Event) => void,
): Thinking {
  /** Reads whose call it is: somebody's who withholds the number, or not known as long as the store tells nothing. */
  const contactOfCall = async () => {
    const call = await calls.find(callSid);
    if (!call?.from_number) throw new VendorFailed('dynamodb', 'does not tell whose call it is');
    return call.contact;
  };

  const know = async () => {
    const contact = await contactOfCall();
    return { contact, recalled: await recall(memory, contact, AbortSignal.timeout(RECALL_MS)) };
  };
  let isToBeKnown = false;
  const tryToKnow = async () => {
    const knowledge = await survive('contact.not-known', know());
    isToBeKnown = !knowledge;
    return knowledge;
  };
  let known = tryToKnow();

  const holdsCall = async () => {
    const call = await calls.find(callSid);
    return call?.control === 'stream' && call.gen === gen && call.stream_holder === holder;
  };

  const toolboxOf = ({ turn, allowed }: Thought): Toolbox => {
    const toolbox = openToolbox({
      channel: 'phone',
      async contact() {
        const knowledge = await known;
        return knowledge ? knowledge.contact : contactOfCall();
      },
      id: `${callSid}-${turnId(gen, turn)}`,
      holdsCall,
      end: (intent) => tell({ type: 'leaving-asked', turn, intent, at: Date.now() }),
      officeAnswers,
    });
    return {
      tools: toolbox.tools,
      allowed,
      async use(call, signal) {
        tell({ type: 'tool-started', turn, at: Date.now() });
        try {
          return await toolbox.use(call, signal);
        } finally {
          tell({ type: 'tool-ended', turn, at: Date.now() });
        }
      },
    };
  };

  async function* think(thought: Thought, signal: AbortSignal) {
    const briefing = toBriefing(Date.now(), (await known)?.recalled);
    const toolbox = toolboxOf(thought);
    yield* brain.reply({ dialogue: thought.dialogue, briefing, toolbox }, signal);
  }

  return {
    prepare() {
      void survive('brain.not-warm', brain.warm());
      if (!isToBeKnown) return;
      isToBeKnown = false;
      known = tryToKnow();
    },
    answer: (thought, signal) => sentences(think(thought, signal)),
  };
}
