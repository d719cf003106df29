import { expect, test } from "vitest";
import { createExpiringMap } from "./expiringMap.ts";

test("a value is kept for its time, the oldest goes when there are too many, and a new one counts from now", () => {
  let now = 0;
  const { get, set } = createExpiringMap<number>(10, 2, () => now);
  const seen = () => ["a", "b", "c"].map(get);
  set("a", 1);
  set("b", 2);
  now = 5;
  set("a", 3);
  set("c", 4);
  expect(seen()).toEqual([3, undefined, 4]);
  now = 14;
  expect(seen()).toEqual([3, undefined, 4]);
  now = 15;
  expect(seen()).toEqual([undefined, undefined, undefined]);
});
