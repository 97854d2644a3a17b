import prompts from '#assets/prompts.json' with { type: 'json' };
import type { LineEvent } from '#local/twilio/line-event.ts';
import type { CallReport, PhoneCall } from '#local/twilio/phone-call.ts';
import type { World } from '#local/world/world.ts';
import { createHearing } from './hearing.ts';

/** What a caller does, one thing after the other. */
export type CallerStep =
  /** Waits until the other end has spoken and paused, or has beeped; then says something. */
  | { readonly say: string }
  /** Waits until the other end has spoken and paused. */
  | { readonly listen: true }
  /** Waits for the first sound of the other end's answer. */
  | { readonly untilSound: true }
  | { readonly hangUp: true };

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
  readonly steps: readonly CallerStep[];
  readonly onLine?: (line: OverheardLine) => void;
  readonly onEvent?: (event: LineEvent) => void;
};

/** Places a call and plays a script on it. */
export function placeScriptedCall(
  parts: CallerParts,
  { from, steps, onLine, onEvent }: Script,
): ScriptedCall {
  const call = parts.exchange.dial({ from });
  const hearing = createHearing();
  const lines: OverheardLine[] = [];
  const overhear = (speaker: OverheardLine['speaker'], text: string) => {
    const line = { speaker, text, at: Date.now() };
    lines.push(line);
    onLine?.(line);
  };
  const agent = parts.phrasebook.follow((text) => overhear('agent', text));

  call.subscribe((event) => {
    if (event.type === 'heard') agent.hear(event.frame);
    if (event.type === 'played') overhear('agent', textOfPrompt(event.url));
    onEvent?.(event);
    hearing.hear(event);
  });

  const take = async (step: CallerStep) => {
    if ('say' in step) {
      await hearing.myTurn();
      const mulaw = await parts.voice.speak(step.say, 'caller');
      parts.phrasebook.register(step.say, mulaw);
      overhear('caller', step.say);
      hearing.spoke();
      await call.speak(mulaw);
      hearing.spoke();
    } else if ('listen' in step) {
      await hearing.myTurn();
    } else if ('untilSound' in step) {
      await hearing.sound();
    } else {
      call.hangUp();
    }
  };

  const play = async () => {
    for (const step of steps) await take(step);
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
