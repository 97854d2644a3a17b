import own from '#assets/prompts.json' with { type: 'json' };
import type { PromptName } from '#shared/prompts.ts';
import brief from './brief-prompts/prompts.json' with { type: 'json' };

/** The prompts that callers of a world hear. */
export type PromptSet = {
  readonly texts: Readonly<Record<PromptName, { readonly text: string }>>;
  /** What stands behind `/static`. */
  readonly folders: readonly URL[];
  /** The condition under which the product finds these prompts' lengths; see "imports" in package.json. */
  readonly condition?: string;
};

const assets = new URL('../../assets/', import.meta.url);

/** The product's own prompts, and ones of a second each for tests that place many calls. */
export const promptSets = {
  own: { texts: own, folders: [assets] },
  brief: {
    texts: brief,
    folders: [new URL('./brief-prompts/', import.meta.url), assets],
    condition: 'brief',
  },
} as const satisfies Record<string, PromptSet>;
