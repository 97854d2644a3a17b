import { type Deadline, inTime } from '#shared/deadlines.ts';
import { DeadlineExceeded } from '#shared/errors.ts';

/** The pending commits of one session: their words have not come yet. */
export interface LiveCommits {
  /** Adds a commit. Returns its id and a promise of its words, which rejects with `DeadlineExceeded` or a failure given below. */
  ask(): { readonly id: string; readonly words: Promise<string> };
  /** Gives the oldest commit without an item its item. */
  acknowledge(itemId: string): void;
  /** Resolves the words of an item's commit. */
  complete(itemId: string, words: string): void;
  /** Rejects the words of an item's commit. */
  fail(itemId: string, failure: Error): void;
  /** Rejects a refused commit. Returns false if it is unknown, or if the refusal may have changed a later commit. */
  refuse(id: string | undefined, failure: Error): boolean;
  /** Rejects every commit, and every later one. */
  failAll(failure: unknown): void;
}

type Commit = PromiseWithResolvers<string> & { readonly id: string };

/** Creates the commits of a session; `onDead` is called if a commit is not even acknowledged by the deadline. */
export function createLiveCommits(
  deadline: Deadline,
  onDead: (failure: DeadlineExceeded) => void,
): LiveCommits {
  /** OpenAI acknowledges commits in their order, and does not repeat their ids. */
  const unacknowledged: Commit[] = [];
  const items = new Map<string, Commit>();
  let asked = 0;
  let over: { readonly failure: unknown } | undefined;

  function take(itemId: string): Commit | undefined {
    const commit = items.get(itemId);
    items.delete(itemId);
    return commit;
  }

  function giveUp(commit: Commit, failure: unknown): void {
    for (const [itemId, other] of items) if (other === commit) items.delete(itemId);
    if (!unacknowledged.includes(commit)) return;
    if (failure instanceof DeadlineExceeded) onDead(failure);
  }

  return {
    ask() {
      asked += 1;
      const commit: Commit = { id: `commit-${asked}`, ...Promise.withResolvers<string>() };
      if (over) commit.reject(over.failure);
      else unacknowledged.push(commit);
      const words = inTime('openai', deadline, commit.promise);
      // The asker may have left, so that the rejection would be unhandled.
      words.catch((failure: unknown) => giveUp(commit, failure));
      return { id: commit.id, words };
    },
    acknowledge(itemId) {
      const commit = unacknowledged.shift();
      if (commit) items.set(itemId, commit);
    },
    complete: (itemId, words) => take(itemId)?.resolve(words),
    fail: (itemId, failure) => take(itemId)?.reject(failure),
    refuse(id, failure) {
      const [commit, ...later] = unacknowledged;
      if (!commit || commit.id !== id || later.length > 0) return false;
      unacknowledged.shift();
      commit.reject(failure);
      return true;
    },
    failAll(failure) {
      over = { failure };
      for (const commit of [...unacknowledged.splice(0), ...items.values()]) commit.reject(failure);
      items.clear();
    },
  };
}
