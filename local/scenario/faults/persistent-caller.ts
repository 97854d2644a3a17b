import type { LineEvent } from 'twilio-exchange/line/line-event.ts';
import phrases from '#assets/phrases.json' with { type: 'json' };
import { leadIns, type OverheardLine } from '#local/scenario/caller.ts';
import type { CallerStep } from '#local/scenario/caller-steps.ts';
import type { World } from '#local/world/world.ts';

/** What the caller wants of the agent, one sentence after the other. */
export const SENTENCES: readonly string[] = [
  'שלום, אני מחפש דירה להשכרה בתל אביב',
  'שלושה חדרים',
  'עד שבעת אלפים שקל',
  'אפשר לקבוע ביקור?',
];
/** What the caller says to the machine. */
export const MESSAGE = 'מדבר דוד כהן, אני מחפש דירה';

/** How long the caller waits for the words behind a sound. */
const WORDS_MS = 2_500;
/** How often the caller says a sentence that is not answered. */
const MAX_TRIES = 4;

/** A caller who wants to be heard: says each sentence until it is answered, or leaves a message where a machine asks for one. */
export interface PersistentCaller {
  onEvent(event: LineEvent): void;
  onLine(line: OverheardLine): void;
  /** What the caller does on a call. */
  steps(): AsyncIterable<CallerStep>;
  /** The sentences that the agent has answered. */
  readonly answered: readonly string[];
}

/** A caller who has so many sentences to say, and knows a recorded prompt from an answer. */
export function createPersistentCaller(
  sentences: number,
  prompts: World['prompts'],
): PersistentCaller {
  const recorded = [...Object.values(phrases), ...Object.values(prompts)];
  /** Also one that broke off. */
  const isRecordedPhrase = (heard: string) => recorded.some(({ text }) => text.startsWith(heard));
  const answered: string[] = [];
  let isRecorded = false;
  let isOver = false;
  let isAddressed = false;
  let isAnswered = false;

  async function* talk(): AsyncIterable<CallerStep> {
    yield { listen: true };
    for (const sentence of SENTENCES.slice(0, sentences)) {
      for (let tries = 0; tries < MAX_TRIES && !isRecorded && !isOver; tries++) {
        isAddressed = isAnswered = false;
        yield { say: sentence };
        if (!isRecorded) yield { listen: true };
        if (!isRecorded && !isAddressed) {
          yield { waitMs: WORDS_MS };
          yield { listen: true };
        }
        if (!isAnswered) continue;
        answered.push(sentence);
        break;
      }
    }
  }

  return {
    answered,
    onEvent({ type }) {
      if (type === 'recording-started') isRecorded = true;
      if (type === 'ended') isOver = true;
    },
    onLine({ speaker, text }) {
      if (speaker === 'caller' || leadIns.includes(text)) return;
      isAddressed = true;
      if (!isRecordedPhrase(text)) isAnswered = true;
    },
    async *steps() {
      yield* talk();
      if (!isRecorded) return yield { hangUp: true };
      yield { say: MESSAGE };
      yield { press: '#' };
    },
  };
}
