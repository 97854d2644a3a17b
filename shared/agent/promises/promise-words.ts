import { contactPromises } from './contact-promises.ts';
import type { PromiseKind, PromiseWords } from './promise-kinds.ts';
import { recordPromises } from './record-promises.ts';

/**
 * The first person’s deeds in Hebrew, and what the office is said to do. Between two words of a form two others may
 * stand, but not in place of a `_`. A form may have the prefix ו; other prefixes make it a quotation or a condition.
 * `(a|b)` is a choice. לכם, אתכם, אליכם and איתכם stand for the singular as well.
 */
export const promiseWords: Readonly<Record<PromiseKind, PromiseWords>> = {
  ...recordPromises,
  ...contactPromises,
};
