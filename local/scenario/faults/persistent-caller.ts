import type { LineEvent } from 'twilio-exchange/line/line-event.ts';
import phrases from '#assets/phrases.json' with { type: 'json' };
import { leadIns, type OverheardLine } from '#local/scenario/caller.ts';
import type { CallerStep } from '#local/scenario/caller-steps.ts';
import type { World } from '#local/world/world.ts';
import { type FaultRow, sentencesOf } from './row.ts';

/** The caller's sentences to the agent, in order. */
export const SENTENCES: readonly string[] = [
  'שלום, אני מחפש דירה להשכרה בתל אביב',
  'שלושה חדרים',
  'עד שבעת אלפים שקל',
  'אפשר לקבוע ביקור?',
];
/** The words of the caller's voicemail. */
export const VOICEMAIL = 'מדבר דוד כהן, אני מחפש דירה';

/** The caller's patience after a sound without recognised words. */
const WORDS_MS = 2_500;
const POLL_MS = 200;
/** The number of times that the caller says a sentence without an answer. */
const MAX_TRIES = 4;

/** A caller who repeats each sentence until it is answered, or leaves a voicemail where one is asked for. */
export interface PersistentCaller {
  onEvent(event: LineEvent): void;
  onLine(line: OverheardLine): void;
  /** The caller's steps, which react to the call as it goes. */
  steps(): AsyncIterable<CallerStep>;
  /** The sentences that the agent has answered. */
  readonly answered: readonly string[];
}

/** The longest hand-over that nobody takes: the ringing, the whisper and the way back. */
const HAND_OVER_MS = 80_000;

/** Creates the caller of a row; recorded prompts and phrases do not count as answers. */
export function createPersistentCaller(row: FaultRow, prompts: World['prompts']): PersistentCaller {
  const recorded = [...Object.values(phrases), ...Object.values(prompts)];
  /** True also for the beginning of a phrase that broke off. */
  const isRecordedPhrase = (heard: string) => recorded.some(({ text }) => text.startsWith(heard));
  const answered: string[] = [];
  let isRecorded = false;
  let isOver = false;
  let isStreaming = false;
  let streams = 0;
  let isUnheard = false;
  let isAddressed = false;
  let isAnswered = false;

  async function* talk(): AsyncIterable<CallerStep> {
    yield { listen: true };
    for (const sentence of sentencesFor(row)) {
      for (let tries = 0; tries < MAX_TRIES && !isRecorded && !isOver; tries++) {
        isAddressed = isAnswered = isUnheard = false;
        yield { say: sentence };
        isUnheard = !isStreaming;
        if (!isRecorded) yield { listen: true };
        if (!isRecorded && !isAddressed) {
          yield { waitMs: WORDS_MS };
          yield { listen: true };
        }
        if (!isAnswered) continue;
        answered.push(sentence);
        if (row.office && answered.length === 1) yield* askForPerson();
        break;
      }
    }
  }

  /** Presses the key for a person, and waits until the agent is back. */
  async function* askForPerson(): AsyncIterable<CallerStep> {
    const before = streams;
    yield { press: '0' };
    const until = Date.now() + HAND_OVER_MS;
    const isBack = () => streams > before || isOver || isRecorded;
    while (!isBack() && Date.now() < until) yield { waitMs: POLL_MS };
    if (!isOver && !isRecorded) yield { listen: true };
  }

  return {
    answered,
    onEvent({ type }) {
      if (type === 'recording-started') isRecorded = true;
      if (type === 'ended') isOver = true;
      if (type === 'stream-started') {
        isStreaming = true;
        streams += 1;
      }
      if (type === 'stream-stopped') isStreaming = false;
    },
    onLine({ speaker, text }) {
      if (speaker === 'caller' || leadIns.includes(text)) return;
      isAddressed = true;
      // After a loss, the agent repeats its last answer; it did not hear what was said without a stream.
      if (!isRecordedPhrase(text) && !isUnheard) isAnswered = true;
    },
    async *steps() {
      yield* talk();
      if (!isRecorded) return yield { hangUp: true };
      yield { say: VOICEMAIL };
      yield { press: '#' };
    },
  };
}

function sentencesFor(row: FaultRow): readonly string[] {
  const { says } = row;
  const count = sentencesOf(row);
  return says === undefined ? SENTENCES.slice(0, count) : Array<string>(count).fill(says);
}
