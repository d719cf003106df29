import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { failed, ok } from "../../../machines/domain/result.ts";
import { createHomeserverLeg, PROBE_INTERVAL_MS, SHAKY_AFTER_MS } from "./homeserverLeg.ts";
import { fakeHomeserver, refusalOf, unreachable } from "./homeserver.fixture.ts";

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

function start() {
  const server = fakeHomeserver();
  const told: string[] = [];
  const leg = createHomeserverLeg({
    probe: (timeoutMs) => server.port.probe(timeoutMs),
    onLost: ({ code }) => told.push(`lost ${code}`),
    onRestored: (lostAt) => told.push(`restored ${lostAt}`),
  });
  return { server, leg, told, pass: (ms: number) => vi.advanceTimersByTimeAsync(ms) };
}

test("a sync that breaks is looked into at once, and the server's return within a second", async () => {
  const { server, leg, told, pass } = start();
  server.setState("down");
  leg.check();
  await pass(0);
  expect(told).toEqual(["lost homeserver.unreachable"]);
  await pass(5 * PROBE_INTERVAL_MS);
  server.setState("up");
  await pass(PROBE_INTERVAL_MS);
  expect(told).toEqual(["lost homeserver.unreachable", "restored 0"]);
  server.asked();
  await pass(60_000);
  expect(server.asked()).toEqual([]);
});

test("a server that hangs is lost when a second request in a row is not answered in time", async () => {
  const { server, leg, told, pass } = start();
  server.setState("hung");
  leg.check();
  await pass(3_999);
  expect(told).toEqual([]);
  await pass(1);
  expect(told).toEqual(["lost homeserver.unreachable"]);
});

test("one slow moment is nothing to tell", async () => {
  const { server, leg, told, pass } = start();
  server.setState("hung");
  leg.check();
  await pass(2_500);
  server.setState("up");
  await pass(10_000);
  leg.check();
  await pass(10_000);
  expect(told).toEqual([]);
});

test("a broken sync alone, with a server that answers, is nothing to tell", async () => {
  const { leg, told, pass } = start();
  leg.check();
  await pass(5_000);
  expect(told).toEqual([]);
});

test.each([
  [refusalOf(502, "M_UNKNOWN"), true],
  [refusalOf(504, "M_UNKNOWN"), true],
  [refusalOf(429, "M_LIMIT_EXCEEDED"), false],
  [refusalOf(404, "M_NOT_FOUND"), false],
  [unreachable, true],
])("an answer of %o makes it lost: %s", (failure, isLost) => {
  const { leg } = start();
  leg.report(failed(failure));
  expect(leg.isLost()).toBe(isLost);
});

test("for ten seconds after its return, what vanishes may be its doing", async () => {
  const { leg, pass } = start();
  expect(leg.isShaky()).toBe(false);
  leg.report(failed(unreachable));
  expect(leg.isShaky()).toBe(true);
  leg.report(ok(null));
  await pass(SHAKY_AFTER_MS - 1);
  expect(leg.isShaky()).toBe(true);
  await pass(1);
  expect(leg.isShaky()).toBe(false);
});
