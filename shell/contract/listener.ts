/** Whoever follows a value: a function, or an observer as `@xstate/react` passes it. */
export type Listener<Value> = ((value: Value) => void) | { next?(value: Value): void };

/** `listener` as a function. */
export function toFunction<Value>(listener: Listener<Value>): (value: Value) => void {
  return typeof listener === "function" ? listener : (value) => listener.next?.(value);
}
