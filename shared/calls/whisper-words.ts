import { toSpoken } from '#shared/agent/spoken/spoken-sentence.ts';
import type { HandOver } from '#shared/domain/calls/hand-over.ts';
import { toPlainName } from '#shared/domain/plain-name.ts';

/** A person who took the call listens to a short announcement only, and the caller still hears it ring. */
const MAX_NAME_CHARS = 40;
const MAX_REASON_CHARS = 100;
/** Some six seconds of speech: the gist of the last conversation, in a breath. */
const MAX_EARLIER_CHARS = 80;
const MAX_PROMISED_CHARS = 60;

/** The words before the key. They name nobody, because a voicemail may record them. */
export const WAITING_WORDS = 'לקוח של המשרד מחכה על הקו. כדי לקבל את השיחה, הקישו אחת.';

/**
 * Returns the words behind the key: the name, the matter, the last conversation and its promise. Returns undefined if
 * nothing is known.
 */
export function matterWords({
  caller,
  reason,
  earlier,
  promised,
}: Partial<HandOver> = {}): string | undefined {
  const name = shortened(caller, MAX_NAME_CHARS);
  const matter = shortened(reason, MAX_REASON_CHARS);
  const from = /^[א-ת]/.test(name) ? `מ${name}` : `מאת ${name}`;
  const parts = [name && from, matter && `בעניין ${matter}`].filter(Boolean);
  const before = shortened(earlier, MAX_EARLIER_CHARS);
  const promise = shortened(promised, MAX_PROMISED_CHARS);
  const sentences = [
    ...(parts.length > 0 ? [`שיחה ${parts.join(', ')}.`] : []),
    ...(before ? [`בפעם הקודמת: ${before}.`] : []),
    ...(promise ? [`הובטח להם: ${promise}.`] : []),
  ].map((sentence) => toSpoken(sentence));
  return sentences.length > 0 ? sentences.join(' ') : undefined;
}

/** Returns a text on one line, up to a whole word, without the mark that would end the announcement. */
function shortened(text: string | undefined, maxChars: number): string {
  const line = toPlainName(text ?? '').replace(/[.,;:!?\s]+$/, '');
  return line.length <= maxChars ? line : line.slice(0, maxChars).replace(/\s+\S*$/, '');
}
