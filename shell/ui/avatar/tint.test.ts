import { expect, test } from "vitest";
import { initialsOf, tintOf } from "./tint.ts";

test("an id has one shade, on every machine", () => {
  expect([tintOf("@alice:example.org"), tintOf("@bob:example.org"), tintOf("")]).toEqual([240, 300, 280]);
});

test("ids that differ in one letter are spread over the shades", () => {
  const hues = new Set(Array.from({ length: 26 }, (_, i) => tintOf(`@user${String.fromCharCode(97 + i)}:example.org`)));
  expect(hues.size).toBeGreaterThan(9);
});

test.each([
  ["Alice Liddell", "AL"],
  ["alice", "A"],
  ["Anne Marie van der Berg", "AB"],
  ["@bob:example.org", "B"],
  ["李小龍", "李"],
  ["Ümit Öz", "ÜÖ"],
  ["👩‍🚀 Rosa", "👩‍🚀R"],
  ["   ", ""],
  ["(guest) Max", "GM"],
])("the initials of %j are %j", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
