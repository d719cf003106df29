import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanPath } from "./cleanPath.ts";

test.each([
  ["/sfu/get", "/sfu/get"],
  ["//sfu/get", "/sfu/get"],
  ["/sfu//get?x=//y", "/sfu/get?x=//y"],
  ["/./sfu/x/../get", "/sfu/get"],
  ["/../../sfu/get", "/sfu/get"],
  ["/sfu/get/", "/sfu/get"],
  ["/", "/"],
  ["*", "*"],
  ["/%2e%2e/x", "/%2e%2e/x"],
  ["/.well-known/x", "/.well-known/x"],
])("%s is %s", (url, clean) => {
  expect(cleanPath(url)).toBe(clean);
});

test("a clean path stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("/", ".", "a", "?", "%2f") }), (rest) => {
      const clean = cleanPath(`/${rest}`);
      expect(cleanPath(clean)).toBe(clean);
    }),
  );
});
