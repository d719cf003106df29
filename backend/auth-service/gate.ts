/** Lets a bounded number in at once: altogether, and for each key. */
export interface Gate {
  /** @returns what lets the next one in; null when it is full. */
  readonly enter: (key: string) => (() => void) | null;
}

/** A gate for `limits.total` at once, of which `limits.perKey` for one key. */
export function createGate(limits: { readonly total: number; readonly perKey: number }): Gate {
  const insideByKey = new Map<string, number>();
  let inside = 0;
  return {
    enter(key) {
      const ofKey = insideByKey.get(key) ?? 0;
      if (inside >= limits.total || ofKey >= limits.perKey) return null;
      inside += 1;
      insideByKey.set(key, ofKey + 1);
      return () => {
        inside -= 1;
        const left = (insideByKey.get(key) ?? 1) - 1;
        if (left === 0) insideByKey.delete(key);
        else insideByKey.set(key, left);
      };
    },
  };
}
