/** One spoken line. */
export type Line = {
  readonly speaker: 'caller' | 'agent';
  readonly text: string;
  /** Short results of the tools that the agent used to answer this line of the caller's. */
  readonly notes?: readonly string[];
};

/** Returns the dialogue with notes on the caller's last line, each once. */
export function withNotes(dialogue: readonly Line[], notes: readonly string[]): Line[] {
  const last = dialogue.findLastIndex(({ speaker }) => speaker === 'caller');
  return dialogue.map((line, index) =>
    index === last ? { ...line, notes: [...new Set([...(line.notes ?? []), ...notes])] } : line,
  );
}
