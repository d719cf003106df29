import { expect, test } from "vitest";
import { tileOf } from "../fixtures.ts";
import { stableTiles } from "./stableTiles.ts";

test("a tile that says the same is the very same, one that changed is new", () => {
  const before = [tileOf({ tileId: "a" }), tileOf({ tileId: "b" })];
  const after = stableTiles(before, [
    tileOf({ tileId: "a" }),
    tileOf({ tileId: "b", isSpeaking: true }),
    tileOf({ tileId: "c" }),
  ]);
  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
  expect(after[1]?.isSpeaking).toBe(true);
  expect(after).toHaveLength(3);
});

test("a tile that only moved is new", () => {
  const before = [tileOf()];
  const moved = tileOf({ rect: { x: 1, y: 0, width: 640, height: 360 } });
  expect(stableTiles(before, [moved])[0]).toBe(moved);
  expect(stableTiles(before, [tileOf({ rect: null })])[0]?.rect).toBeNull();
});
