import { expect, test } from "vitest";
import { createGate } from "./gate.ts";

test("[AU6] so many get in at once, of one key and altogether, and as many again when they have left", () => {
  const { enter } = createGate({ perKey: 2, total: 3 });
  const leave = enter("a");
  expect([enter("a"), enter("a"), enter("b"), enter("c")].map((left) => left !== null)).toEqual([
    true,
    false,
    true,
    false,
  ]);
  leave?.();
  expect([enter("a"), enter("b")].map((left) => left !== null)).toEqual([true, false]);
});
