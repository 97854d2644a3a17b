import { type MemoryParts, recall, toBriefing } from '#shared/agent/briefing.ts';
import { sentences } from '#shared/agent/sentences.ts';
import type { ToolTurn } from '#shared/agent/tools/tool.ts';
import { turnId } from '#shared/domain/call-turn.ts';
import type { Line } from '#shared/domain/dialogue.ts';
import type { Brain, CallLogs, HeldStream, Toolbox } from '#shared/ports.ts';
import { survive } from '#shared/survive.ts';
import type { Event } from './conversation/events.ts';

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
  /** Opens the way to the brain: it is about to be asked. */
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
  const know = async () => {
    const contact = (await survive('contact.not-known', calls.find(callSid)))?.contact;
    return { contact, recalled: await recall(memory, contact, AbortSignal.timeout(RECALL_MS)) };
  };
  const known = know();

  const holdsCall = async () => {
    const call = await calls.find(callSid);
    return call?.control === 'stream' && call.gen === gen && call.stream_holder === holder;
  };

  const toolboxOf = ({ turn, allowed }: Thought, contact: string | undefined): Toolbox => {
    const toolbox = openToolbox({
      channel: 'phone',
      contact,
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
    const { contact, recalled } = await known;
    const briefing = toBriefing(Date.now(), recalled);
    const toolbox = toolboxOf(thought, contact);
    yield* brain.reply({ dialogue: thought.dialogue, briefing, toolbox }, signal);
  }

  return {
    prepare: () => void survive('brain.not-warm', brain.warm()),
    answer: (thought, signal) => sentences(think(thought, signal)),
  };
}
