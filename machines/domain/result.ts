/** What an operation that the world can spoil returns: crosses threads unharmed, unlike a thrown error. */
export type Result<Value, F> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: F };

/** A success. */
export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

/** A failure, as data. */
export function failed<F>(fault: F): { readonly ok: false; readonly fault: F } {
  return { ok: false, fault };
}
