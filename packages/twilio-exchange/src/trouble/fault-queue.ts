/** The faults of a server by operation; set and cleared while it runs. */
export interface Faults<Operation extends string, Fault> {
  /** Sets the fault of an operation's next `times` requests, or of all until it is cleared. */
  set(operation: Operation, fault: Fault, times?: number): void;
  /** Clears the fault of one operation, or of all. */
  clear(operation?: Operation): void;
  /** Returns the fault of a request that has just arrived, and counts the request. */
  take(operation: Operation): Fault | undefined;
}

/** Creates an empty set of faults. */
export function createFaults<Operation extends string, Fault>(): Faults<Operation, Fault> {
  const active = new Map<Operation, { readonly fault: Fault; left: number }>();
  return {
    set(operation, fault, times = Number.POSITIVE_INFINITY) {
      active.set(operation, { fault, left: times });
    },
    clear(operation) {
      if (operation === undefined) active.clear();
      else active.delete(operation);
    },
    take(operation) {
      const entry = active.get(operation);
      if (!entry) return undefined;
      entry.left -= 1;
      if (entry.left <= 0) active.delete(operation);
      return entry.fault;
    },
  };
}
