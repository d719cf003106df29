import { toFunction } from "../contract/listener.ts";
import type { Readable, Subscription } from "../contract/platform.ts";

/** A value that changes over time, in the shape that views read. */
export interface Store<Value> extends Readable<Value> {
  /** Tells subscribers unless `next` is the value that there is. */
  set(next: Value): void;
}

export function createStore<Value>(initial: Value): Store<Value> {
  let value = initial;
  const subscribers = new Set<(value: Value) => void>();
  return {
    getSnapshot: () => value,
    subscribe(listener): Subscription {
      const tell = toFunction(listener);
      subscribers.add(tell);
      return { unsubscribe: () => subscribers.delete(tell) };
    },
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const tell of subscribers) tell(next);
    },
  };
}
