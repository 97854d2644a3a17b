import type { Answer } from '#local/openai/reply-events.ts';
import { callBack } from './callback.ts';
import { handOver, takeLeave } from './ending.ts';
import { saveOffer, saveWish } from './lead.ts';
import { agreeToMessages } from './messages.ts';
import { missingIn } from './missing-details.ts';
import { search } from './search.ts';
import type { Situation } from './situation.ts';
import { smallTalk } from './small-talk.ts';
import { phrases, wishTaken } from './texts.ts';
import { questions, toolPhrases } from './tool-texts.ts';
import { view } from './viewing.ts';

/** What the agent does, in the order in which it is tried; the first rule that has an answer has the floor. */
const RULES: readonly ((situation: Situation) => Answer | undefined)[] = [
  takeLeave,
  agreeToMessages,
  callBack,
  handOver,
  saveWish,
  search,
  saveOffer,
  view,
  askOn,
  talk,
];

/** Answers the caller's last line, or asks for the tool that the answer takes: nobody on the phone waits for that without a word. */
export function answerWithTools(situation: Situation): Answer {
  for (const rule of RULES) {
    const answer = rule(situation);
    if (!answer) continue;
    const isSilent = situation.hasSpoken || isChat(situation);
    const { say = isSilent ? undefined : meanwhile(answer) } = answer;
    return { ...answer, say };
  }
  return { say: phrases.sorry };
}

/** All tools but those that a call takes: nobody waits, and everything comes as one message. */
function isChat({ can }: Situation): boolean {
  return can('request_callback') && !can('end_call');
}

/** What is said before a tool is used. */
function meanwhile({ call }: Answer): string | undefined {
  switch (call?.name) {
    case undefined:
      return undefined;
    case 'search_listings':
    case 'book_viewing':
      return toolPhrases.checking;
    default:
      return toolPhrases.oneMoment;
  }
}

/** Takes up a wish that is not whole yet. */
function askOn({ isWishNew, told, toldBefore, wanted }: Situation): Answer | undefined {
  if (!isWishNew) return undefined;
  const missing = missingIn(wanted);
  // What is known from earlier calls is used, but not read out.
  const isRecalled = missing !== missingIn(told);
  if (isRecalled && missing) return { say: `${phrases.noTrouble} ${missing}` };
  return { say: wishTaken(told, toldBefore, missing) };
}

/** Answers whatever else is said; what was not understood is asked again. */
function talk({ said, asked, wanted, told, toldBefore }: Situation): Answer {
  const isNameNew = told.name !== undefined && told.name !== toldBefore.name;
  const missing = missingIn(wanted);
  if (isNameNew) return { say: `${toolPhrases.nice} ${missing ?? phrases.anythingElse}` };
  const open = Object.values(questions)
    .flat()
    .find((question) => asked.includes(question));
  return { say: smallTalk({ said, asked, isKnown: !!wanted.deal, question: open ?? missing }) };
}
