import fc from "fast-check";
import { expect, test } from "vitest";
import { reuse } from "./reuse.ts";

test("what is the same by value is the very same object, what changed is not", () => {
  const before = { layout: { page: 0 }, people: [{ name: "Alice" }, { name: "Bob" }] };
  const next = { layout: { page: 0 }, people: [{ name: "Alice" }, { name: "Bert" }] };
  const shared = reuse(before, next);
  expect(shared).toEqual(next);
  expect(shared.layout).toBe(before.layout);
  expect(shared.people[0]).toBe(before.people[0]);
  expect(shared.people).not.toBe(before.people);
  expect(reuse(before, structuredClone(before))).toBe(before);
});

test("nothing is ever lost or made up", () => {
  const data = fc.jsonValue({ maxDepth: 4 });
  fc.assert(
    fc.property(data, data, (before, next) => {
      expect(reuse(before, next)).toEqual(next);
      expect(reuse(before, structuredClone(before))).toBe(before);
    }),
  );
});

test("a field that is gone, or there without a value, is a change", () => {
  expect(reuse({ a: 1, b: undefined }, { a: 1, c: undefined })).toStrictEqual({ a: 1, c: undefined });
  expect(reuse({ a: 1, b: 2 }, { a: 1 })).toStrictEqual({ a: 1 });
});
