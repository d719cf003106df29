import { expect, test } from "vitest";
import { relativeTime } from "./relativeTime.ts";

const at = (day: number, hour: number, minute = 0, second = 0) =>
  new Date(2026, 9, day, hour, minute, second).getTime();
const now = at(14, 15, 30);

test.each([
  [at(14, 15, 29, 40), "now"],
  [at(14, 15, 31), "now"],
  [at(14, 15, 29), "1 minute ago"],
  [at(14, 14, 45), "45 minutes ago"],
  [at(14, 13, 10), "2 hours ago"],
  [at(13, 23, 0), "yesterday"],
  [at(12, 16, 0), "2 days ago"],
  [at(5, 12, 0), "last week"],
  [new Date(2026, 6, 3, 12).getTime(), "Jul 3, 2026"],
])("a call at %i was %s", (then, words) => {
  expect(relativeTime(then, now, "en")).toBe(words);
});

test("the words are those of the person's language", () => {
  expect(relativeTime(at(13, 12), now, "de")).toBe("gestern");
});
