import type { Event } from '#media-service/conversation/events.ts';
import { toBriefing } from '#shared/agent/briefing.ts';
import { notingToolbox } from '#shared/agent/dialogue/tool-notes.ts';
import { type MemoryParts, recall } from '#shared/agent/memory.ts';
import { sentences } from '#shared/agent/sentences.ts';
import type { ToolTurn } from '#shared/agent/tools/tool.ts';
import { turnId } from '#shared/domain/calls/call-turn.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import { VendorFailed } from '#shared/errors.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';
import type { CallLogs, HeldStream } from '#shared/ports/calls.ts';
import type { Office } from '#shared/ports/office.ts';
import type { Brain, Toolbox } from '#shared/ports/speech.ts';
import { survive } from '#shared/survival.ts';

/** The deadline for reading the caller's history while the greeting sounds; past it, the agent replies without. */
const RECALL_MS = 700;

/** A connection stays open for some seconds; one request a noise would only add to the vendor's limits. */
const WARM_EVERY_MS = 10_000;

export type ThinkingParts = {
  readonly brain: Brain;
  readonly calls: Pick<CallLogs, 'find'>;
  readonly memory: MemoryParts;
  readonly openToolbox: (turn: ToolTurn) => Toolbox;
  /** Returns whether callers can be handed over to the office now. */
  readonly officeAnswers: () => boolean;
  readonly office: Pick<Office, 'settings'>;
  readonly brokers: Pick<KnownBrokers, 'active'>;
  /** Whether this deployment has a way to tell the office of requests. */
  readonly tellsOffice: boolean;
};

/** A reply to generate; its tools wait until `allowed` settles. */
export type ReplyRequest = {
  readonly turn: number;
  readonly dialogue: readonly Line[];
  readonly allowed: Promise<void>;
};

/** Generates the agent's replies on one stream. */
export interface Thinking {
  /** Warms the brain, and retries a lookup of the contact that failed before: a reply is about to be needed. */
  prepare(): void;
  /** Streams the sentences of a reply; throws where the brain fails or the signal is aborted. */
  reply(request: ReplyRequest, signal: AbortSignal): AsyncIterable<string>;
}

/** Creates the thinking of one stream, and looks the contact up; the work of tools is emitted as events. */
export function createThinking(
  { brain, calls, memory, openToolbox, officeAnswers, office, brokers, tellsOffice }: ThinkingParts,
  { callSid, gen, holder }: HeldStream,
  emit: (event: Event) => void,
): Thinking {
  /** Returns the contact of the call, undefined where the number is withheld; throws while the row does not say. */
  const contactOfCall = async () => {
    const call = await calls.find(callSid);
    if (call?.from_number === undefined)
      throw new VendorFailed('dynamodb', 'has no number for the call');
    return call.contact;
  };

  const lookUp = async () => {
    const contact = await contactOfCall();
    return { contact, recalled: await recall(memory, contact, AbortSignal.timeout(RECALL_MS)) };
  };
  let needsRetry = false;
  const tryLookUp = async () => {
    const found = await survive('contact.not-known', lookUp());
    needsRetry = !found;
    return found;
  };
  let contactLookup = tryLookUp();

  const holdsCall = async () => {
    const call = await calls.find(callSid);
    return call?.control === 'stream' && call.gen === gen && call.stream_holder === holder;
  };

  const toolboxOf = ({ turn, dialogue, allowed }: ReplyRequest): Toolbox => {
    const notes: string[] = [];
    const id = `${callSid}-${turnId(gen, turn)}`;
    const opened = openToolbox({
      channel: 'phone',
      async contact() {
        const found = await contactLookup;
        return found ? found.contact : contactOfCall();
      },
      id,
      said: { id, words: dialogue.findLast(({ speaker }) => speaker === 'caller')?.text },
      holdsCall,
      end: (intent) => emit({ type: 'close-requested', turn, intent, at: Date.now() }),
      officeAnswers: officeAnswers(),
    });
    const toolbox = notingToolbox(opened, (note) => notes.push(note));
    return {
      tools: toolbox.tools,
      allowed,
      async use(call, signal) {
        emit({ type: 'tool-started', turn, at: Date.now() });
        try {
          return await toolbox.use(call, signal);
        } finally {
          emit({ type: 'tool-ended', turn, notes: [...notes], at: Date.now() });
        }
      },
    };
  };

  async function* think(request: ReplyRequest, signal: AbortSignal) {
    const [known, settings, people] = await Promise.all([
      contactLookup,
      office.settings(),
      brokers.active(),
    ]);
    const briefing = toBriefing(Date.now(), known?.recalled, settings, {
      people,
      isTold: tellsOffice && people.length > 0,
    });
    const toolbox = toolboxOf(request);
    yield* brain.reply({ dialogue: request.dialogue, briefing, toolbox }, signal);
  }

  let warmedAt = Number.NEGATIVE_INFINITY;

  return {
    prepare() {
      const at = performance.now();
      if (at - warmedAt >= WARM_EVERY_MS) {
        warmedAt = at;
        void survive('brain.not-warm', brain.warm());
      }
      if (!needsRetry) return;
      needsRetry = false;
      contactLookup = tryLookUp();
    },
    reply: (request, signal) => sentences(think(request, signal)),
  };
}
