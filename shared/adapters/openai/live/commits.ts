import { type Deadline, inTime } from '#shared/deadlines.ts';
import { DeadlineExceeded } from '#shared/errors.ts';

/** The commits of one session whose words have not come. */
export interface LiveCommits {
  /** Notes that a commit is asked for: under which id, and its words, once they come. */
  ask(): { readonly id: string; readonly words: Promise<string> };
  /** Learns the item of the oldest commit that has none. */
  acknowledge(itemId: string): void;
  complete(itemId: string, words: string): void;
  fail(itemId: string, failure: Error): void;
  /** Fails the commit that was refused; false where that is unknown, or might have changed what was committed after it. */
  refuse(id: string | undefined, failure: Error): boolean;
  /** Fails every commit, and those that are still asked for. */
  failAll(failure: unknown): void;
}

type Commit = PromiseWithResolvers<string> & { readonly id: string };

/** Creates the commits of a session; one that is not even acknowledged by its deadline says that the session is dead. */
export function createLiveCommits(
  deadline: Deadline,
  onDead: (failure: DeadlineExceeded) => void,
): LiveCommits {
  /** OpenAI acknowledges in the order in which it was asked, and names the commit in no other way. */
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
      // Whoever asked may have left: then nobody else handles the rejection.
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
