/** Listeners to a sequence of values; `subscribe` returns the function that ends it. */
export interface Subscription<Value> {
  subscribe(listener: (value: Value) => void): () => void;
  publish(value: Value): void;
}

/** Creates a subscription without listeners. */
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
