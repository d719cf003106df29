import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Job } from "./job.ts";
import type { JobStore, Message } from "./jobStore.ts";
import { startRedis } from "./redis.fixture.ts";
import type { TestRedis } from "./redis.fixture.ts";
import { createRedisStore } from "./redisStore.ts";

const job: Job = {
  room: "room",
  identity: "@alice:example.org:DEVICE",
  delayId: "syd_1",
  delayMs: 18_000,
  serverName: "example.org",
};
const field = '["room","@alice:example.org:DEVICE"]';
const now = (): number => Date.now();
const storedOf = (more: Partial<Job> = {}, restartedAt = now()) => ({
  job: { ...job, ...more },
  restartedAt,
  wasSeen: true,
});

let server: TestRedis;
const stores: JobStore[] = [];
const faults: string[] = [];

beforeAll(async () => {
  server = await startRedis();
}, 30_000);
afterAll(() => server.stop());
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
  await server.redis.flushall();
});

async function openStore(): Promise<JobStore> {
  const store = createRedisStore(server.url, (reason) => faults.push(reason));
  stores.push(store);
  await store.claim(); // it is alive then
  return store;
}

/** As when an instance's process is killed: its sign of life runs out. */
async function die(): Promise<void> {
  const signs = await server.redis.keys("lk-jwt:alive:*");
  await server.redis.del(signs);
}

describe("[DL9] leaves in Redis", () => {
  test("are in the reference service's form", async () => {
    const store = await openStore();
    await store.take(storedOf({}, Date.UTC(2026, 0, 2, 3, 4, 5, 678)));
    expect(await server.redis.hkeys("lk-jwt:jobs")).toEqual([field]);
    expect(JSON.parse((await server.redis.hget("lk-jwt:jobs", field)) ?? "")).toMatchObject({
      Params: {
        DelayId: "syd_1",
        DelayTimeout: 18_000_000_000,
        ServerName: "example.org",
        LiveKitRoom: "room",
        LiveKitIdentity: "@alice:example.org:DEVICE",
      },
      RestartedAt: "2026-01-02T03:04:05.678Z",
    });
  });

  test("that the reference service left behind are taken over, those that are over or unreadable are forgotten", async () => {
    const written = (delayId: string, at: number) =>
      JSON.stringify({
        Params: {
          DelayId: delayId,
          DelayTimeout: 18_000_000_000,
          ServerName: "example.org",
          LiveKitRoom: "room",
          LiveKitIdentity: delayId,
        },
        RestartedAt: new Date(at).toISOString().replace("Z", "123456Z"),
      });
    const at = now() - 5000;
    await server.redis.hset("lk-jwt:jobs", {
      '["room","a"]': written("a", at),
      '["room","b"]': written("b", now() - 20_000),
      '["room","c"]': "nonsense",
    });
    const claimed = await (await openStoreAndClaim()).claimed;
    expect(claimed).toEqual([{ job: { ...job, identity: "a", delayId: "a" }, restartedAt: at, wasSeen: false }]);
    expect(await server.redis.hkeys("lk-jwt:jobs")).toEqual(['["room","a"]']);
  });

  async function openStoreAndClaim() {
    const store = createRedisStore(server.url, (reason) => faults.push(reason));
    stores.push(store);
    return { store, claimed: store.claim() };
  }

  test("are one instance's while it lives, and one other's when it has died", async () => {
    const first = await openStore();
    const stored = storedOf();
    await first.take(stored);
    const second = await openStore();
    const third = await openStore();
    expect([await second.claim(), await third.claim()]).toEqual([[], []]);
    await first.close();
    const claimed = await Promise.all([second.claim(), third.claim()]);
    expect(claimed.flat()).toEqual([stored]);
  });

  test("of an instance that comes back after it was thought dead stay with the other", async () => {
    const first = await openStore();
    await first.take(storedOf());
    await die();
    const { claimed, store: second } = await openStoreAndClaim();
    expect(await claimed).toHaveLength(1);
    expect(await first.save(storedOf())).toBe(false);
    await first.remove(job);
    expect(await second.save(storedOf())).toBe(true);
    await second.remove(job);
    expect(await server.redis.hkeys("lk-jwt:jobs")).toEqual([]);
    expect(await server.redis.hkeys("lk-jwt:owners")).toEqual([]);
  });

  test("that a client hands to another instance are that one's", async () => {
    const first = await openStore();
    const second = await openStore();
    await first.take(storedOf());
    await second.take(storedOf({ delayId: "syd_2" }));
    expect(await first.save(storedOf())).toBe(false);
    await first.remove(job);
    expect(await server.redis.hget("lk-jwt:jobs", field)).toContain("syd_2");
  });
});

test("instances hear each other, and not themselves", async () => {
  const first = await openStore();
  const second = await openStore();
  const message: Message = { kind: "taken", room: "room", identity: "alice", delayId: "syd_1" };
  first.onMessage(() => faults.push("heard itself"));
  const heard = new Promise<Message>((resolve) => second.onMessage(resolve));
  await first.tell(message);
  expect(await heard).toMatchObject(message);
  expect(faults).toEqual([]);
});

test("a Redis that is away is a fault once, and a rejection each time", async () => {
  const told: string[] = [];
  const store = createRedisStore("redis://127.0.0.1:1", (reason) => told.push(reason));
  await expect(store.check()).rejects.toThrow();
  await expect(store.take(storedOf())).rejects.toThrow();
  expect(told.length).toBeGreaterThan(0);
  expect(new Set(told).size).toBeLessThanOrEqual(2);
  await store.close();
});
