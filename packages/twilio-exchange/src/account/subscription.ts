/** A list of listeners that hear every value from now on. */
export interface Subscription<Value> {
  subscribe(listener: (value: Value) => void): () => void;
  publish(value: Value): void;
}

/** Creates a list without listeners. */
export function createSubscription<Value>(): Subscription<Value> {
  const listeners = new Set<(value: Value) => void>();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    publish(value) {
      for (const listener of listeners) listener(value);
    },
  };
}
