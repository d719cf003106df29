import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { Redis } from "ioredis";

/** A Redis of the test's own, which keeps nothing on disk. */
export interface TestRedis {
  readonly url: string;
  /** For looking into it. */
  readonly redis: Redis;
  readonly stop: () => Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Starts one on a free port of the loopback interface. @throws with the remedy when there is none to start */
export async function startRedis(): Promise<TestRedis> {
  if (spawnSync("redis-server", ["--version"]).status !== 0)
    throw new Error("These tests need redis-server: install it (Debian, Ubuntu: apt-get install redis-server).");
  const port = await freePort();
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const child = spawn("redis-server", args, { stdio: "ignore" });
  const url = `redis://127.0.0.1:${port}`;
  const redis = new Redis(url, { retryStrategy: () => 50 });
  redis.on("error", () => undefined); // until it listens
  await redis.ping();
  return {
    url,
    redis,
    async stop() {
      redis.disconnect();
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}
