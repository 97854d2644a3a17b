import type { FoundListing } from '#local/rule-agent/heard/found-listings.ts';
import type { Situation } from '#local/rule-agent/situation.ts';
import { toolPhrases as say } from '#local/rule-agent/words/tool-texts.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';

/** Returns the listing that the caller chose: by its position, by its street, or the first. */
export function chosen(
  listings: readonly FoundListing[],
  { dialogue }: Pick<Situation, 'dialogue'>,
): FoundListing | undefined {
  const offer = dialogue.findLastIndex(
    ({ speaker, text }) => speaker === 'agent' && text.includes(say.offerViewing),
  );
  const said = dialogue
    .slice(offer + 1)
    .filter(({ speaker }) => speaker === 'caller')
    .map(({ text }) => text)
    .join(' ');
  const place = said.match(/הראשונה|השני+ה|השלישית|האחרונה/g)?.at(-1);
  if (place === 'השלישית') return listings[2];
  if (place && place !== 'הראשונה') return listings[1] ?? listings[0];
  const since = dialogue.slice(offer + 1);
  return onStreetNamed(listings, since) ?? onStreetNamed(listings, dialogue) ?? listings[0];
}

/** Returns the home whose street the caller has named. */
function onStreetNamed(
  listings: readonly FoundListing[],
  dialogue: readonly Line[],
): FoundListing | undefined {
  const said = dialogue
    .flatMap(({ speaker, text }) => (speaker === 'caller' ? text : []))
    .join(' ');
  return listings.find(({ street }) => {
    const name = street?.replace(/ \d+$/, '');
    return name && said.includes(name);
  });
}
