/** Values that are kept for a short time, the oldest of them given up when there are too many. */
export interface ExpiringMap<Value> {
  readonly get: (key: string) => Value | undefined;
  readonly set: (key: string, value: Value) => void;
  readonly delete: (key: string) => void;
}

/** Keeps up to `max` values for `ttlMs` each. */
export function createExpiringMap<Value>(ttlMs: number, max: number, now: () => number = Date.now): ExpiringMap<Value> {
  const kept = new Map<string, { readonly value: Value; readonly until: number }>();
  return {
    get(key) {
      const found = kept.get(key);
      if (found === undefined) return undefined;
      if (found.until > now()) return found.value;
      kept.delete(key);
      return undefined;
    },
    set(key, value) {
      kept.delete(key); // so that the order is that of age
      kept.set(key, { value, until: now() + ttlMs });
      for (const [oldest, { until }] of kept) {
        if (kept.size <= max && until > now()) break;
        kept.delete(oldest);
      }
    },
    delete: (key) => void kept.delete(key),
  };
}
