import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { faultOf } from "./fault.ts";
import { checkCallName, MAX_CALL_NAME_BYTES, slugOf, utf8Size } from "./callName.ts";
import { failed, ok } from "./result.ts";

describe("[N1] what a person typed as a call's name", () => {
  const rows: readonly (readonly [string, string, ReturnType<typeof checkCallName>])[] = [
    ["is kept", "Stand-up", ok("Stand-up")],
    ["is trimmed, with its spaces made one", "  Weekly \t\n team  ", ok("Weekly team")],
    ["may not be empty", "", failed(faultOf("room.name_empty"))],
    ["may not be spaces", " \u00a0\u3000\n", failed(faultOf("room.name_empty"))],
    ["may be 255 bytes", "a".repeat(255), ok("a".repeat(255))],
    ["may not be 256", "a".repeat(256), failed(faultOf("room.name_too_long", { detail: "256 bytes" }))],
    ["may not be 300 characters", "a".repeat(300), failed(faultOf("room.name_too_long", { detail: "300 bytes" }))],
    [
      "counts in bytes: 64 emoji are too many",
      "🎉".repeat(64),
      failed(faultOf("room.name_too_long", { detail: "256 bytes" })),
    ],
    ["counts in bytes: 63 are not", "🎉".repeat(63), ok("🎉".repeat(63))],
  ];
  test.each(rows)("%s", (_, typed, result) => {
    expect(checkCallName(typed)).toEqual(result);
  });
});

test("sizes are those of UTF-8", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(utf8Size(text)).toBe(Buffer.byteLength(text, "utf8"));
    }),
  );
  expect(["\u007f", "\u0080", "\u07ff", "\u0800", "\uffff", "\u{10000}", "\ud83c"].map(utf8Size)).toEqual([
    1, 2, 2, 3, 3, 4, 3,
  ]);
  expect(MAX_CALL_NAME_BYTES).toBe(255);
});

test.each([
  ["Weekly Team Sync", "weekly-team-sync"],
  ["  Two  spaces ", "two-spaces"],
  ["What? (now!)", "what-now"],
  ["Grüße & Küsse", "grüße--küsse"],
  ["日本語 会議", "日本語-会議"],
  ["!!!", ""],
])("the readable part of the link of %j is %j", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});
