import own from '#assets/prompts.json' with { type: 'json' };
import type { PromptName } from '#shared/prompts.ts';
import brief from './brief-prompts/prompts.json' with { type: 'json' };

/** The recorded prompts of a world. */
export type PromptSet = {
  readonly texts: Readonly<Record<PromptName, { readonly text: string }>>;
  /** The folders behind `/static`. */
  readonly folders: readonly URL[];
  /** The condition of "imports" in package.json that selects these prompts' lengths. */
  readonly condition?: string;
};

const assets = new URL('../../assets/', import.meta.url);

/** The product's own prompts, and prompts of one second for tests that place many calls. */
export const promptSets = {
  own: { texts: own, folders: [assets] },
  brief: {
    texts: brief,
    folders: [new URL('./brief-prompts/', import.meta.url), assets],
    condition: 'brief',
  },
} as const satisfies Record<string, PromptSet>;
