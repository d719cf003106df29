import fc from "fast-check";
import { expect, test } from "vitest";
import { exchange, reorder } from "./order.ts";

const rosters = fc.uniqueArray(
  fc.integer({ min: 0, max: 60 }).map((n) => `p${n}`),
  { maxLength: 40 },
);

function movedBy(before: readonly string[], after: readonly string[]): number {
  return before.filter((id, index) => after.includes(id) && after[index] !== id).length;
}

test("after any change the order holds exactly those who are present", () => {
  fc.assert(
    fc.property(rosters, rosters, (before, after) => {
      expect([...reorder(before, after)].sort()).toEqual([...after].sort());
    }),
  );
});

test("a join moves nobody", () => {
  fc.assert(
    fc.property(rosters, (before) => {
      expect(movedBy(before, reorder(before, [...before, "new"]))).toBe(0);
    }),
  );
});

test("a leave moves one tile at most", () => {
  fc.assert(
    fc.property(
      rosters.filter((ids) => ids.length > 0),
      fc.nat(),
      (before, which) => {
        const present = before.filter((_, index) => index !== which % before.length);
        expect(movedBy(before, reorder(before, present))).toBeLessThanOrEqual(1);
      },
    ),
  );
});

test.each([
  [
    ["a", "b", "c"],
    ["a", "c"],
    ["a", "c"],
  ],
  [
    ["a", "b", "c", "d"],
    ["a", "c", "d"],
    ["a", "d", "c"],
  ],
  [
    ["a", "b", "c"],
    ["a", "c", "x"],
    ["a", "x", "c"],
  ],
  [
    ["a", "b", "c"],
    ["x", "y"],
    ["x", "y"],
  ],
  [[], ["a", "b"], ["a", "b"]],
])("%o with %o present becomes %o", (before, present, after) => {
  expect(reorder(before, present)).toEqual(after);
});

test("an exchange with somebody who is not there changes nothing", () => {
  expect(exchange(["a", "b", "c"], "a", "c")).toEqual(["c", "b", "a"]);
  expect(exchange(["a", "b"], "a", "z")).toEqual(["a", "b"]);
});
