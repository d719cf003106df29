import { expect, test } from "vitest";
import { mirrored, seenRect, transformBetween } from "./motion.ts";

const small = { x: 10, y: 20, width: 100, height: 50 };
const large = { x: 110, y: 0, width: 200, height: 200 };

test("a move begins where the tile was seen", () => {
  expect(transformBetween(small, large)).toBe("translate(-100px, 20px) scale(0.5, 0.25)");
});

test("a move that is overtaken goes on from where it is", () => {
  expect(seenRect(large, { a: 0.5, d: 0.25, e: -100, f: 20 })).toEqual(small);
});

test("a stage whose lines run the other way is the mirror of itself, twice the same", () => {
  expect(mirrored(small, 400)).toEqual({ ...small, x: 290 });
  expect(mirrored(mirrored(small, 400), 400)).toEqual(small);
});
