import { nameIn } from '#local/rule-agent/heard/details.ts';
import { isOffer, type Wish, wishIn } from '#local/rule-agent/heard/wishes.ts';
import { matterPhrases } from '#local/rule-agent/matters/matter-texts.ts';
import { matterOf, matterTold, passedOn } from '#local/rule-agent/matters/matters.ts';
import { missingIn } from '#local/rule-agent/wishes/missing-details.ts';
import { isFarewell, openQuestion, phrases, wishTaken } from '#local/rule-agent/words/texts.ts';
import { toolPhrases } from '#local/rule-agent/words/tool-texts.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import { smallTalk } from './small-talk.ts';

/** Answers the last line of a dialogue without tools, and so without any listing or price. */
export function answerWithoutTools(dialogue: readonly Line[]): string {
  const last = dialogue.findLastIndex(({ speaker }) => speaker === 'caller');
  const said = dialogue[last]?.text ?? '';
  const earlier = dialogue.slice(0, Math.max(0, last));
  const asked = earlier.findLast(({ speaker }) => speaker === 'agent')?.text ?? '';
  const [before, wish] = [wishIn(earlier), wishIn(dialogue)];

  const matter = matterOf({ said, asked, told: before });
  if (matter) {
    const words = matterTold(matter);
    if (matter === 'wrong-number') return matterPhrases.wrongNumber;
    if (words?.endsWith('?')) return words;
    return `${words ?? passedOn(matter)} ${words ? phrases.anythingElse : toolPhrases.offerCallback}`;
  }
  if (isFarewell(said, asked)) return phrases.goodbye;
  if (JSON.stringify(wish) !== JSON.stringify(before))
    return wishTaken(wish, before, questionAfter(wish));
  if (nameIn(said)) {
    const next = openQuestion(asked) ?? questionAfter(wish) ?? phrases.anythingElse;
    return `${toolPhrases.nice} ${next}`;
  }
  if (asked.includes(phrases.askDay)) return `${phrases.dayNoted} ${phrases.anythingElse}`;
  if (/לראות|לבקר|ביקור|לתאם|פגישה|סיור/.test(said)) return phrases.askDay;
  return smallTalk({ said, asked, isKnown: !!wish.deal, question: questionAfter(wish) });
}

/** Returns the next question; the price of an offered home is left to the office. */
function questionAfter(wish: Wish): string | undefined {
  const isEnough = isOffer(wish) && wish.city && wish.rooms;
  return isEnough ? undefined : missingIn(wish);
}
