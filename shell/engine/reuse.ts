/**
 * Gives `before` for whatever in `next` is the same by value, down to the leaves, so that views which look at one part are not
 * drawn again for a change in another. For plain data: objects, arrays and what is compared by `Object.is`.
 */
export function reuse<Value>(before: unknown, next: Value): Value {
  if (Object.is(before, next)) return next;
  if (Array.isArray(before) && Array.isArray(next)) {
    const shared = next.map((item: unknown, index) => reuse(before[index], item));
    const isSame = before.length === shared.length && shared.every((item, index) => Object.is(item, before[index]));
    return (isSame ? before : shared) as Value;
  }
  if (!isPlain(before) || !isPlain(next)) return next;
  const shared = Object.fromEntries(Object.entries(next).map(([key, value]) => [key, reuse(before[key], value)]));
  const keys = Object.keys(shared);
  const isSame =
    keys.length === Object.keys(before).length &&
    keys.every((key) => key in before && Object.is(shared[key], before[key]));
  return (isSame ? before : shared) as Value;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
