import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startRedis } from "./delegation/redis.fixture.ts";
import type { TestRedis } from "./delegation/redis.fixture.ts";
import { sfuGet, startServer } from "./server.fixture.ts";
import { openSharedCounts } from "./sharedCounts.ts";

let server: TestRedis;
const opened: { disconnect(): void }[] = [];
beforeAll(async () => {
  server = await startRedis();
}, 30_000);
afterEach(() => opened.splice(0).forEach((each) => each.disconnect()));
afterAll(() => server.stop());

function startInstance(url: string) {
  const sharedCounts = openSharedCounts(url);
  opened.push(sharedCounts);
  const { post } = startServer({ requestsPerMinute: 2, sharedCounts });
  const from = async (address: string) => (await post("/sfu/get", sfuGet, { "X-Forwarded-For": address })).statusCode;
  return { from, isReady: () => sharedCounts.status === "ready" };
}

test("[AU6] who asks too often at one instance has asked the other too", async () => {
  const [one, other] = [startInstance(server.url), startInstance(server.url)];
  await expect.poll(() => one.isReady() && other.isReady()).toBe(true);
  expect([await one.from("1.1.1.1"), await other.from("1.1.1.1")]).toEqual([200, 200]);
  expect([await one.from("1.1.1.1"), await other.from("1.1.1.1")]).toEqual([429, 429]);
  expect(await other.from("1.1.1.2")).toBe(200);
  // Who asked is forgotten with the minute.
  const keys = await server.redis.keys("lk-jwt:asked:*");
  expect(keys).toHaveLength(2);
  for (const key of keys) expect(await server.redis.pttl(key)).toBeGreaterThan(0);
});

test("a Redis that is away lets everybody through", async () => {
  const { from } = startInstance("redis://127.0.0.1:1");
  for (let turn = 0; turn < 4; turn += 1) expect(await from("1.1.1.1")).toBe(200);
});
