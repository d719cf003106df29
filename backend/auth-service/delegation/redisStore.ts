import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import type { Job } from "./job.ts";
import type { JobStore, Message, StoredJob } from "./jobStore.ts";
import { decodeStoredJob, encodeStoredJob, fieldOf } from "./storedJob.ts";

/** The hash that the reference service keeps its jobs in. */
const JOBS = "lk-jwt:jobs";
/** Which instance looks after a job, by the same fields; and the sign of life of each. */
const OWNERS = "lk-jwt:owners";
const ALIVE = "lk-jwt:alive:";
const CHANNEL = "lk-jwt:events";

/** How long an instance counts as alive after its last sign, and how often it gives one, in ms. */
const ALIVE_MS = 6000;
const SIGN_EVERY_MS = 2000;

const TAKE = `redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) return redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])`;
const SAVE = `local owner = redis.call('HGET', KEYS[2], ARGV[1])
if owner and owner ~= ARGV[3] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) redis.call('HSET', KEYS[2], ARGV[1], ARGV[3]) return 1`;
const REMOVE = `if redis.call('HGET', KEYS[2], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HDEL', KEYS[1], ARGV[1]) return redis.call('HDEL', KEYS[2], ARGV[1])`;
/** ARGV: field, we, the owner that we found dead ("" for none). */
const CLAIM = `local owner = redis.call('HGET', KEYS[2], ARGV[1]) or ''
if owner ~= ARGV[3] then return false end
if owner ~= '' and redis.call('EXISTS', ARGV[4] .. owner) == 1 then return false end
local job = redis.call('HGET', KEYS[1], ARGV[1])
if not job then redis.call('HDEL', KEYS[2], ARGV[1]) return false end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
return job`;

function decodeMessage(text: string, self: string): Message | null {
  try {
    const message = JSON.parse(text) as Message & { readonly from?: unknown };
    return message.from === self ? null : message;
  } catch {
    return null;
  }
}

/** Keeps jobs in the Redis at `url`. @param onFault hears of a Redis that cannot be reached, once for each outage */
export function createRedisStore(url: string, onFault: (reason: string) => void): JobStore {
  const self = randomUUID();
  const redis = new Redis(url, { maxRetriesPerRequest: 1, commandTimeout: 3000, connectionName: "parley-auth" });
  const ears = redis.duplicate({ maxRetriesPerRequest: null });
  const listeners: ((message: Message) => void)[] = [];
  let isDown = false;

  for (const connection of [redis, ears]) {
    connection.on("error", (error: Error) => {
      if (!isDown) onFault(error.message);
      isDown = true;
    });
    connection.on("ready", () => (isDown = false));
  }
  // It subscribes anew by itself after each outage.
  ears.subscribe(CHANNEL).catch((error: Error) => onFault(error.message));
  ears.on("message", (_, text) => {
    const message = decodeMessage(text, self);
    if (message !== null) for (const listen of listeners) listen(message);
  });

  const giveSign = (): Promise<unknown> => redis.set(ALIVE + self, "1", "PX", ALIVE_MS);
  const signs = setInterval(() => void giveSign().catch(() => undefined), SIGN_EVERY_MS);
  const firstSign = giveSign().catch(() => undefined);

  const run = (script: string, ...args: string[]): Promise<unknown> => redis.eval(script, 2, JOBS, OWNERS, ...args);

  async function claimOne(field: string, owner: string): Promise<StoredJob | null> {
    const text = await run(CLAIM, field, self, owner, ALIVE);
    if (typeof text !== "string") return null;
    const stored = decodeStoredJob(text);
    const isOver = stored !== null && stored.restartedAt + stored.job.delayMs <= Date.now();
    if (stored !== null && !isOver) return stored;
    await run(REMOVE, field, self); // the homeserver has sent it, or it is none
    return null;
  }

  return {
    async take(stored) {
      await firstSign;
      await run(TAKE, fieldOf(stored.job), encodeStoredJob(stored), self);
    },
    save: async (stored) => (await run(SAVE, fieldOf(stored.job), encodeStoredJob(stored), self)) === 1,
    remove: async (job: Job) => void (await run(REMOVE, fieldOf(job), self)),
    async claim() {
      await firstSign;
      const [fields, owners] = await Promise.all([redis.hkeys(JOBS), redis.hgetall(OWNERS)]);
      const names = [...new Set(Object.values(owners))];
      const signsOfLife = names.length === 0 ? [] : await redis.mget(names.map((name) => ALIVE + name));
      const dead = new Set(names.filter((name, at) => signsOfLife[at] === null && name !== self));
      const orphans = fields.filter((field) => owners[field] === undefined || dead.has(owners[field]));
      const claimed = await Promise.all(orphans.map((field) => claimOne(field, owners[field] ?? "")));
      return claimed.filter((stored) => stored !== null);
    },
    tell: async (message) => void (await redis.publish(CHANNEL, JSON.stringify({ ...message, from: self }))),
    onMessage: (listen) => void listeners.push(listen),
    check: async () => void (await redis.ping()),
    async close() {
      clearInterval(signs);
      await redis.del(ALIVE + self).catch(() => undefined);
      redis.disconnect();
      ears.disconnect();
    },
  };
}
