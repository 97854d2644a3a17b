import prompts from '#assets/prompts.json' with { type: 'json' };

/** The recorded prompts, by the name of their MP3. */
export type PromptName = keyof typeof prompts;

/** Returns the length of a prompt in ms, measured when it was rendered. */
export function promptDurationMs(name: PromptName): number {
  return prompts[name].duration_ms;
}
