/**
 * Brings `order` up to the tiles that there are now. Nobody else moves for a join or a leave: a newcomer takes the place
 * of one who left or goes to the end, and a place that stays empty is taken by the last.
 */
export function reorder(order: readonly string[], present: readonly string[]): readonly string[] {
  const isPresent = new Set(present);
  const known = new Set(order);
  const newcomers = present.filter((id) => !known.has(id));
  const slots: (string | null)[] = order.map((id) => (isPresent.has(id) ? id : (newcomers.shift() ?? null)));
  for (let hole = slots.indexOf(null); hole !== -1; hole = slots.indexOf(null)) {
    const last = slots.pop();
    if (hole < slots.length && last !== undefined) slots[hole] = last;
  }
  return [...slots.filter((id) => id !== null), ...newcomers];
}

/** `order` with `a` and `b` in each other's place; as it was when one of them is missing. */
export function exchange(order: readonly string[], a: string, b: string): readonly string[] {
  if (a === b || !order.includes(a) || !order.includes(b)) return order;
  return order.map((id) => (id === a ? b : id === b ? a : id));
}
