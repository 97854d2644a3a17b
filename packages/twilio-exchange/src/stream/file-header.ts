/** An ID3 tag names its version behind its three letters, which alone could be speech. */
const ID3_VERSIONS = [2, 3, 4];

/** Whether what came as raw audio is the beginning of a file, which callers hear as noise. */
export function hasFileHeader(audio: Buffer): boolean {
  const letters = audio.toString('latin1', 0, 4);
  if (letters === 'RIFF' || letters === 'OggS') return true;
  return letters.startsWith('ID3') && ID3_VERSIONS.includes(audio[3] ?? 0);
}
