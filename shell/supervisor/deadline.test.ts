import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withDeadline } from "./deadline.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("who is late is named", async () => {
  const waiting = withDeadline(new Promise<never>(() => undefined), 500, "showing mf-call");
  const told = expect(waiting).rejects.toThrow("showing mf-call took longer than 500 ms");
  await vi.advanceTimersByTimeAsync(500);
  await told;
});

test("who is in time leaves no timer behind", async () => {
  await expect(withDeadline(Promise.resolve("here"), 500, "showing mf-call")).resolves.toBe("here");
  expect(vi.getTimerCount()).toBe(0);
});
