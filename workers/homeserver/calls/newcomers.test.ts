import { expect, test, vi } from "vitest";
import { FIRST_WAIT_MS, LONGEST_WAIT_MS, LOOK_FOR_MS, watchNewcomers } from "./newcomers.ts";

function start() {
  vi.useFakeTimers();
  const withDevices = new Set<string>();
  const told: string[] = [];
  const newcomers = watchNewcomers({
    present: ["@alice:a"],
    hasDevices: async (userId) => withDevices.has(userId),
    onReachable: (userId) => told.push(userId),
  });
  return { withDevices, told, newcomers };
}

test("[OM8] somebody who joins before their keys are there is told of when they are, once", async () => {
  const { withDevices, told, newcomers } = start();
  newcomers.note(["@alice:a", "@bob:a"]);
  newcomers.note(["@alice:a", "@bob:a"]);
  await vi.advanceTimersByTimeAsync(2 * FIRST_WAIT_MS);
  expect(told).toEqual([]);
  withDevices.add("@bob:a");
  await vi.advanceTimersByTimeAsync(LOOK_FOR_MS);
  expect(told).toEqual(["@bob:a"]);
});

test("[OM8] somebody whose site tells of their devices minutes later is told of then", async () => {
  const { withDevices, told, newcomers } = start();
  newcomers.note(["@alice:a", "@bob:slow.example"]);
  await vi.advanceTimersByTimeAsync(LOOK_FOR_MS - LONGEST_WAIT_MS);
  expect(told).toEqual([]);
  withDevices.add("@bob:slow.example");
  await vi.advanceTimersByTimeAsync(LONGEST_WAIT_MS);
  expect(told).toEqual(["@bob:slow.example"]);
});

test("who was there before, who left again and who never has a device is not told of", async () => {
  const { withDevices, told, newcomers } = start();
  withDevices.add("@alice:a");
  newcomers.note(["@alice:a", "@bob:a", "@carol:a"]);
  newcomers.note(["@alice:a", "@carol:a"]);
  withDevices.add("@bob:a");
  await vi.advanceTimersByTimeAsync(2 * LOOK_FOR_MS);
  expect(told).toEqual([]);
});
