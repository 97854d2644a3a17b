import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Effect } from '#media-service/conversation/events.ts';
import { answering, type Conversation } from '#media-service/conversation/state.ts';
import { type Deed, deed } from './deeds.ts';
import { openPartner, type Stepped } from './partner.ts';

const NUM_RUNS = 200;
const deeds = fc.array(deed, { maxLength: 80, size: 'max' });

/** Checks a property at each step of random calls. */
function always(newCheck: () => (stepped: Stepped) => void): void {
  const holds = (happening: readonly Deed[]) => {
    const partner = openPartner(newCheck());
    for (const each of happening) partner.does(each);
  };
  fc.assert(fc.property(deeds, holds), { numRuns: NUM_RUNS });
}

const turnsOf = (effects: readonly Effect[], type: 'open-turn' | 'update-turn') =>
  effects.flatMap((effect) => (effect.type === type ? [effect.turn] : []));
const has = (effects: readonly Effect[], type: Effect['type']) =>
  effects.some((effect) => effect.type === type);

describe('any call', () => {
  test('a line of the dialogue never changes', () =>
    always(() => ({ before, event, after }) => {
      if (event.type === 'attached') return;
      expect(before.dialogue.every((line, index) => after.dialogue[index] === line)).toBe(true);
    }));

  test('the caller’s words are kept until they are written as a turn', () =>
    always(() => ({ before, event, after, effects }) => {
      if (before.phase.name === 'ended') return;
      const known = wordsIn(before);
      if (event.type === 'transcribed' && event.text) known.push(event.text);
      for (const word of wordsIn(after)) known.splice(known.indexOf(word), 1);
      const written = effects.map((effect) =>
        effect.type === 'open-turn' ? effect.columns.user_text : '',
      );
      for (const words of known) expect(written.join(' ')).toContain(words);
    }));

  test('no word of a draft is heard before its turn is over', () =>
    always(() => {
      let draft: number | undefined;
      return ({ effects, after }) => {
        for (const effect of effects) {
          if (effect.type === 'draft') draft = effect.turn;
          if (effect.type === 'commit-draft' || effect.type === 'abort-reply') draft = undefined;
          if (effect.type === 'play') expect(draft).toBeUndefined();
        }
        if (draft !== undefined) expect(after.phase.name).toMatch(/^(hearing|waiting|ended)$/);
      };
    }));

  test('a draft is committed or aborted', () =>
    always(() => {
      let drafts = 0;
      return ({ effects, after }) => {
        for (const { type } of effects) {
          if (type === 'draft') drafts += 1;
          if (type === 'commit-draft' || type === 'abort-reply') drafts = 0;
        }
        expect(drafts).toBeLessThanOrEqual(1);
        if (after.phase.name === 'ended') expect(drafts).toBe(0);
      };
    }));

  test('a turn is inserted once, and updated only after that', () =>
    always(() => {
      const written = new Set<number>();
      return ({ effects }) => {
        for (const turn of turnsOf(effects, 'open-turn')) {
          expect(written).not.toContain(turn);
          written.add(turn);
        }
        for (const turn of turnsOf(effects, 'update-turn')) expect(written).toContain(turn);
      };
    }));

  test('the agent sounds only while it speaks, and a paused agent resumes only by words or by time', () =>
    always(() => ({ before, event, after, effects }) => {
      if (before.phase.name === 'paused' && has(effects, 'play')) {
        expect(event.type).toMatch(/^(clock-ticked|transcribed)$/);
      }
      if (has(effects, 'play')) expect(after.phase.name).toBe('speaking');
      if (has(effects, 'fill')) expect(after.phase.name).toMatch(/^(thinking|speaking)$/);
    }));

  test('the call ends once, and nothing is done after its end', () =>
    always(() => ({ before, after, effects }) => {
      if (before.phase.name === 'ended') {
        expect(after).toBe(before);
        expect(effects).toHaveLength(0);
      }
      expect(has(effects, 'finish')).toBe(
        before.phase.name !== 'ended' && after.phase.name === 'ended',
      );
      if (has(effects, 'close')) expect(effects.at(-1)).toEqual({ type: 'finish' });
    }));

  test('the caller never waits in silence for an agent whose turn it is', () =>
    always(() => {
      let turnBeganAt = 0;
      return ({ before, event, after, soundsUntil }) => {
        if (!isTurnOfAgent(before)) turnBeganAt = event.at;
        if (!isTurnOfAgent(after)) return;
        expect(event.at - Math.max(turnBeganAt, soundsUntil)).toBeLessThanOrEqual(2_520);
      };
    }));

  test('the line is never silent for longer than the first question to a silent caller takes', () =>
    always(() => ({ event, after, soundsUntil }) => {
      if (after.phase.name !== 'ended') expect(event.at - soundsUntil).toBeLessThanOrEqual(7_520);
    }));

  test('the heard part of a reply that began to sound is written', () =>
    always(() => ({ before, after, effects }) => {
      const reply = answering(before)?.reply;
      if (before.phase.name === 'thinking' || !reply || answering(after, reply.turn)) return;
      expect(turnsOf(effects, 'update-turn')).toContain(reply.turn);
    }));

  test('a reply that closes the stream closes it, even if it is cut short', () =>
    always(() => ({ before, after, effects }) => {
      const reply = answering(before)?.reply;
      if (reply?.afterwards.name !== 'close' || answering(after, reply.turn)) return;
      expect(has(effects, 'close')).toBe(true);
    }));

  test('the agent does not wait for more from an unanswered caller, unless they are typing', () =>
    always(() => ({ after, isUnderstanding }) => {
      if (after.phase.name !== 'listening' || isUnderstanding || after.keys) return;
      expect(after.dialogue.at(-1)?.speaker).not.toBe('caller');
    }));
});

function wordsIn({ callerTurn }: Conversation): string[] {
  const all = callerTurn?.utterances.map(({ transcript }) =>
    typeof transcript === 'object' ? transcript.text : '',
  );
  return all?.filter(Boolean) ?? [];
}

function isTurnOfAgent({ phase }: Conversation): boolean {
  return phase.name === 'thinking' || phase.name === 'speaking';
}
