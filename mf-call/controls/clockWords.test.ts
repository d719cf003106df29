import { expect, test } from "vitest";
import { clockWords } from "./clockWords.ts";

test.each([
  [-5000, "0:00"],
  [7999, "0:07"],
  [725_000, "12:05"],
  [3_600_000, "1:00:00"],
  [36_061_000, "10:01:01"],
])("%i ms is %s", (spanMs, words) => {
  expect(clockWords(spanMs)).toBe(words);
});
