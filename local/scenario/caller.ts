import { setTimeout as sleep } from 'node:timers/promises';
import type { CallReport, PhoneCall } from 'twilio-exchange/call/phone-call.ts';
import type { LineEvent } from 'twilio-exchange/line/line-event.ts';
import type { LineSound } from 'twilio-exchange/line/line-sound.ts';
import type { CallTrouble } from 'twilio-exchange/trouble/call-trouble.ts';
import type { Switches } from 'twilio-exchange/trouble/switches.ts';
import type { Office } from 'twilio-exchange/twiml/verbs/office.ts';
import phrases from '#assets/phrases.json' with { type: 'json' };
import type { World } from '#local/world/world.ts';
import type { CallerStep } from './caller-steps.ts';
import { ANSWER_MS, createTurnDetector } from './turn-detection.ts';
import { toUtterance, type Words } from './utterance.ts';

/** A wordless sound of the voice; it is never registered in the phrasebook. */
const COUGH = 'אה';

/** The phrases that the agent says before an answer. */
export const leadIns: readonly string[] = [
  phrases.filler_1,
  phrases.filler_2,
  phrases.cut_off,
  phrases.apology,
].map(({ text }) => text);

/** One spoken line of a call. */
export type OverheardLine = {
  readonly speaker: 'caller' | 'agent';
  readonly text: string;
  readonly at: number;
};

/** A call by a scripted caller. */
export type ScriptedCall = {
  readonly call: PhoneCall;
  /** Resolves at the end of the call, with everything that was heard and said. */
  readonly ended: Promise<{
    report: CallReport;
    lines: readonly OverheardLine[];
    /** The time at which each step began (epoch milliseconds); null where the call was over by then. */
    taken: readonly (number | null)[];
  }>;
};

type CallerParts = Pick<World, 'voice' | 'phrasebook' | 'prompts'> & {
  readonly exchange: NonNullable<World['exchange']>;
};

type Script = {
  readonly from: string;
  /** The line that forwarded the call. */
  readonly forwardedFrom?: string | undefined;
  /** The caller's steps; after them the caller stays on the line. */
  readonly steps: Iterable<CallerStep> | AsyncIterable<CallerStep>;
  /** The exchange's switches in this call. */
  readonly switches?: Partial<Switches>;
  /** The office's reaction to a transferred call. */
  readonly office?: Partial<Office>;
  /** The trouble around this call. */
  readonly trouble?: CallTrouble;
  /** The noise behind the caller, and the echo of the agent. */
  readonly sound?: LineSound;
  readonly onLine?: (line: OverheardLine) => void;
  readonly onEvent?: (event: LineEvent) => void;
};

/** Places a call and plays a script on it. */
export function placeScriptedCall(
  parts: CallerParts,
  { from, forwardedFrom, steps, onLine, onEvent, ...script }: Script,
): ScriptedCall {
  const { switches = {}, office = {}, trouble = {}, sound = {} } = script;
  const forwarding = forwardedFrom !== undefined && { forwardedFrom };
  const call = parts.exchange.dial({ from, ...forwarding, switches, office, trouble, sound });
  const detector = createTurnDetector();
  const lines: OverheardLine[] = [];
  const taken: (number | null)[] = [];
  const recorded = Promise.withResolvers<void>();
  let isOver = false;
  const overhear = (speaker: OverheardLine['speaker'], text: string) => {
    const line = { speaker, text, at: Date.now() };
    lines.push(line);
    onLine?.(line);
  };
  const agent = parts.phrasebook.follow((text) => {
    overhear('agent', text);
    if (isUnfinished(text)) detector.forget();
  });

  call.subscribe((event) => {
    detector.hear(event);
    if (event.type === 'heard') agent.hear(event.frame);
    if (event.type === 'played') overhear('agent', textOfPrompt(event.url, parts.prompts));
    if (event.type === 'recording-started') recorded.resolve();
    if (event.type === 'ended') isOver = true;
    onEvent?.(event);
  });

  const begin = () => taken.push(isOver ? null : Date.now());

  const sayNow = async (words: Words, recording?: string) => {
    const { text, mulaw, phrases } = await toUtterance(words, parts.voice, recording);
    begin();
    if (isOver) return;
    for (const phrase of phrases) parts.phrasebook.register(phrase.text, phrase.mulaw);
    overhear('caller', text);
    await speakNow(mulaw);
  };

  const speakNow = async (mulaw: Uint8Array) => {
    detector.forget();
    await call.speak(mulaw);
    detector.forget();
  };

  const intoAnswer = async (afterMs: number) => {
    await detector.answer();
    await sleep(Math.max(0, afterMs - ANSWER_MS));
  };

  const take = async (step: CallerStep) => {
    if ('say' in step) {
      await detector.myTurn();
      await sayNow(step.say, step.recording);
    } else if ('interrupt' in step) {
      await intoAnswer(step.afterMs);
      await sayNow(step.interrupt, step.recording);
    } else if ('cough' in step) {
      await intoAnswer(step.afterMs);
      const mulaw = await parts.voice.speak(COUGH, 'caller');
      begin();
      if (!isOver) await speakNow(mulaw);
    } else if ('press' in step) {
      await detector.myTurn();
      begin();
      detector.forget();
      call.press(step.press);
    } else if ('listen' in step) {
      await detector.myTurn();
      begin();
    } else if ('untilSound' in step) {
      await detector.answer();
      begin();
    } else if ('untilBeep' in step) {
      await Promise.race([recorded.promise, call.ended]);
      begin();
    } else if ('waitMs' in step) {
      begin();
      await Promise.race([sleep(step.waitMs), call.ended]);
    } else {
      begin();
      call.hangUp();
    }
  };

  const play = async () => {
    for await (const step of steps) await take(step);
  };

  const conclude = async () => {
    await play();
    const report = await call.ended;
    agent.end();
    return { report, lines, taken };
  };
  return { call, ended: conclude() };
}

/** Returns whether more is to come: after a lead-in, or a sentence that broke off. */
function isUnfinished(text: string): boolean {
  return leadIns.includes(text) || !/[.?!]$/.test(text);
}

function textOfPrompt(url: string, prompts: World['prompts']): string {
  const name = /([^/]+)\.mp3$/.exec(url)?.[1] ?? url;
  return Object.entries(prompts).find(([prompt]) => prompt === name)?.[1].text ?? name;
}
