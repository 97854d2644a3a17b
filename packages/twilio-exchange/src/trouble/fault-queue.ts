/** The faults that a stand-in shows, by operation; set and cleared while it runs. */
export interface Faults<Operation extends string, Fault> {
  /** Makes the next requests of an operation meet a fault: `times` of them, or all until it is cleared. */
  set(operation: Operation, fault: Fault, times?: number): void;
  /** Heals one operation, or all. */
  clear(operation?: Operation): void;
  /** Says what the request that has just come meets, and counts it. */
  take(operation: Operation): Fault | undefined;
}

/** Creates a set of faults, all healthy at first. */
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
