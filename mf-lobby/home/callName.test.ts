import { expect, test } from "vitest";
import { CALL_NAME_MAX, checkCallName } from "./callName.ts";

test.each([
  ["", "room.name_empty"],
  ["   ", "room.name_empty"],
  ["x".repeat(300), "room.name_too_long"],
  ["x".repeat(CALL_NAME_MAX + 1), "room.name_too_long"],
])("the name %j is refused as %s", (typed, code) => {
  expect(checkCallName(typed)?.code).toBe(code);
});

test.each([
  "a",
  "Weekly planning",
  "x".repeat(CALL_NAME_MAX),
  "🦊".repeat(CALL_NAME_MAX),
  `  ${"x".repeat(CALL_NAME_MAX)}  `,
])("the name %j is taken", (typed) => {
  expect(checkCallName(typed)).toBeNull();
});
