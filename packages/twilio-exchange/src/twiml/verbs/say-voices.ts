const basicVoices = ['man', 'woman', 'alice'];
const basicLanguages = /^(en|es|fr|de|it|pt|da|sv|nb|nl|fi|pl|ru|ca|ja|ko|zh)(-[A-Z]{2})?$/;
/** `Google.he-IL-Wavenet-A`: the voice names its language, then its family. */
const googleVoice =
  /^Google\.(\w{2,3}-\w{2})-(Standard-[A-Z]|Wavenet-[A-Z]|Neural2-[A-Z]|Chirp3-HD-\w+)$/;
const hebrewVoice = /^Google\.he-IL-(Standard|Wavenet)-[A-D]$/;
const pollyVoice = /^Polly\.\p{L}+(-Neural|-Generative)?$/u;

/** Whether a `<Say>` in this voice can speak the language; the basic voices and Polly's know no Hebrew. */
export function isKnownVoice(voice: string, language: string): boolean {
  if (basicVoices.includes(voice)) return basicLanguages.test(language);
  if (pollyVoice.test(voice)) return language !== 'he-IL';
  const [, spoken] = googleVoice.exec(voice) ?? [];
  return spoken === 'he-IL' ? hebrewVoice.test(voice) : spoken !== undefined;
}

/** The longest text that a voice reads. */
export function maxCharacters(voice: string): number {
  return voice.startsWith('Polly.') ? 3000 : 4096;
}
