import { expect, test } from "vitest";
import { createKeyRequests } from "./keyRequests.ts";

test("[KQ1] a key that stays away is asked for ever more rarely, at most every 30 s, and anew once one came", () => {
  let now = 0;
  const requests = createKeyRequests(() => now);
  const asked: number[] = [];
  for (; now <= 120_000; now += 1_000) if (requests.lacks("bob")) asked.push(now / 1_000);
  expect(asked).toEqual([5, 15, 35, 65, 95]);
  requests.came("bob");
  expect(requests.lacks("bob")).toBe(false);
  now += 5_000;
  expect([requests.lacks("carol"), requests.lacks("bob")]).toEqual([false, true]);
});
