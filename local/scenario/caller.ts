import { setTimeout as sleep } from 'node:timers/promises';
import prompts from '#assets/prompts.json' with { type: 'json' };
import type { LineEvent } from '#local/twilio/line-event.ts';
import type { LineNoise } from '#local/twilio/line-noise.ts';
import type { CallReport, PhoneCall } from '#local/twilio/phone-call.ts';
import type { Switches } from '#local/twilio/switches.ts';
import type { World } from '#local/world/world.ts';
import type { CallerStep } from './caller-steps.ts';
import { createHearing } from './hearing.ts';

/** A sound of the voice that is no word: the ear of the local world is never told of it. */
const COUGH = 'אה';

/** A line of the call, as somebody who listens in would write it down. */
export type OverheardLine = {
  readonly speaker: 'caller' | 'agent';
  readonly text: string;
  readonly at: number;
};

/** A call that a scripted caller makes. */
export type ScriptedCall = {
  readonly call: PhoneCall;
  /** Settles when the call is over, with everything that was heard and said. */
  readonly ended: Promise<{ report: CallReport; lines: readonly OverheardLine[] }>;
};

type CallerParts = Pick<World, 'voice' | 'phrasebook'> & {
  readonly exchange: NonNullable<World['exchange']>;
};

type Script = {
  readonly from: string;
  /** What the caller does; the caller stays on the line afterwards. */
  readonly steps: Iterable<CallerStep> | AsyncIterable<CallerStep>;
  /** How the exchange behaves in this call. */
  readonly switches?: Partial<Switches>;
  /** What is heard behind the caller. */
  readonly noise?: LineNoise;
  readonly onLine?: (line: OverheardLine) => void;
  readonly onEvent?: (event: LineEvent) => void;
};

/** Places a call and plays a script on it. */
export function placeScriptedCall(
  parts: CallerParts,
  { from, steps, switches = {}, noise, onLine, onEvent }: Script,
): ScriptedCall {
  const call = parts.exchange.dial({ from, switches, ...(noise && { noise }) });
  const hearing = createHearing();
  const lines: OverheardLine[] = [];
  let isOver = false;
  const overhear = (speaker: OverheardLine['speaker'], text: string) => {
    const line = { speaker, text, at: Date.now() };
    lines.push(line);
    onLine?.(line);
  };
  const agent = parts.phrasebook.follow((text) => overhear('agent', text));

  call.subscribe((event) => {
    if (event.type === 'heard') agent.hear(event.frame);
    if (event.type === 'played') overhear('agent', textOfPrompt(event.url));
    if (event.type === 'ended') isOver = true;
    onEvent?.(event);
    hearing.hear(event);
  });

  const sayNow = async (text: string, words = text) => {
    const mulaw = await parts.voice.speak(text, 'caller');
    if (isOver) return;
    if (words) {
      parts.phrasebook.register(words, mulaw);
      overhear('caller', words);
    }
    hearing.spoke();
    await call.speak(mulaw);
    hearing.spoke();
  };

  const take = async (step: CallerStep) => {
    if ('say' in step) {
      await hearing.myTurn();
      await sayNow(step.say);
    } else if ('interrupt' in step) {
      await hearing.sound();
      await sleep(step.afterMs);
      await sayNow(step.interrupt);
    } else if ('cough' in step) {
      await hearing.sound();
      await sleep(step.afterMs);
      await sayNow(COUGH, '');
    } else if ('press' in step) {
      await hearing.myTurn();
      hearing.spoke();
      call.press(step.press);
    } else if ('listen' in step) {
      await hearing.myTurn();
    } else if ('untilSound' in step) {
      await hearing.sound();
    } else if ('waitMs' in step) {
      await Promise.race([sleep(step.waitMs), call.ended]);
    } else {
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
    return { report, lines };
  };
  return { call, ended: conclude() };
}

function textOfPrompt(url: string): string {
  const name =
    url
      .split('/')
      .at(-1)
      ?.replace(/\.mp3$/, '') ?? '';
  return Object.entries(prompts).find(([prompt]) => prompt === name)?.[1].text ?? name;
}
