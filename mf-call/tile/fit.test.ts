import { expect, test } from "vitest";
import { fitOf } from "./fit.ts";

test.each([
  [{ width: 1280, height: 720 }, { width: 400, height: 300 }, "cover"],
  [{ width: 720, height: 1280 }, { width: 390, height: 844 }, "cover"],
  [{ width: 720, height: 1280 }, { width: 400, height: 300 }, "contain"],
  [{ width: 1280, height: 720 }, { width: 390, height: 844 }, "contain"],
  [{ width: 0, height: 0 }, { width: 390, height: 844 }, "cover"],
] as const)("a picture of %o on a tile of %o: %s", (picture, tile, fit) => {
  expect(fitOf(picture, tile)).toBe(fit);
});
