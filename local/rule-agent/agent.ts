import type { Answer } from '#local/openai/reply-events.ts';
import { offersHome } from '#local/rule-agent/heard/wishes.ts';
import { callBack } from '#local/rule-agent/matters/callback.ts';
import { tellDetail } from '#local/rule-agent/matters/home-details.ts';
import { attend } from '#local/rule-agent/matters/matters.ts';
import {
  agreeToMessages,
  refuseMessages,
  sendDetails,
} from '#local/rule-agent/matters/messages.ts';
import { tellNamedHome } from '#local/rule-agent/matters/named-home.ts';
import { agreeToAlerts } from '#local/rule-agent/wishes/alerts.ts';
import { noteName } from '#local/rule-agent/wishes/introduction.ts';
import { tellAgain } from '#local/rule-agent/wishes/known-wish.ts';
import { saveOffer, saveWish } from '#local/rule-agent/wishes/lead.ts';
import { missingIn } from '#local/rule-agent/wishes/missing-details.ts';
import { search, searchCheaper } from '#local/rule-agent/wishes/search.ts';
import { phrases, wishTaken } from '#local/rule-agent/words/texts.ts';
import { questions, toolPhrases } from '#local/rule-agent/words/tool-texts.ts';
import { handOver, takeLeave } from './ending.ts';
import type { Situation } from './situation.ts';
import { smallTalk } from './small-talk.ts';
import { view } from './viewing.ts';

/** The rules in their order; the first one with an answer wins. */
const RULES: readonly ((situation: Situation) => Answer | undefined)[] = [
  takeLeave,
  agreeToMessages,
  agreeToAlerts,
  refuseMessages,
  tellNamedHome,
  tellDetail,
  sendDetails,
  attend,
  callBack,
  handOver,
  saveWish,
  searchCheaper,
  search,
  saveOffer,
  view,
  askOn,
  noteName,
  tellAgain,
  talk,
];

/**
 * Answers the caller's last line, or calls the tool that the answer needs. On the phone it says a word before
 * the call.
 */
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

/**
 * Returns whether the tools are those of WhatsApp, which lack the ones that end a call. A chat is one message,
 * without a word before a tool.
 */
function isChat({ can }: Situation): boolean {
  return can('request_callback') && !can('end_call');
}

/** Returns the word before a tool call. */
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

/** Acknowledges a wish that is not complete, and asks for the next detail. */
function askOn({ said, isWishNew, told, toldBefore, wanted }: Situation): Answer | undefined {
  if (!isWishNew) return undefined;
  const isSearch =
    !wanted.deal &&
    /מחפש|מעוניי?[ןנ]|דיר(?:ת|ה|ות)|צרי[ךכ]|חדרים|יש (?:לכם )?משהו|יש לכם/.test(said);
  const isOffered = !wanted.deal && offersHome(said);
  const open = isOffered ? phrases.askOwnDeal : phrases.askRentOrBuy;
  const missing = isSearch || isOffered ? open : missingIn(wanted);
  // Details from earlier calls are used, but not read out.
  const isRecalled = missingIn(wanted) !== missingIn(told);
  if (isRecalled && missing) return { say: `${phrases.noTrouble} ${missing}` };
  return { say: wishTaken(told, toldBefore, missing) };
}

/** Answers everything else; asks again where nothing was understood. */
function talk({ said, asked, wanted }: Situation): Answer {
  const missing = missingIn(wanted);
  const open = Object.values(questions)
    .flat()
    .find((question) => asked.includes(question));
  return { say: smallTalk({ said, asked, isKnown: !!wanted.deal, question: open ?? missing }) };
}
