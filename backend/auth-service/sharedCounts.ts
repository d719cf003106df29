import { Redis } from "ioredis";

/** How long a count may take, in ms: joining a call waits for it. */
const COUNT_TIMEOUT_MS = 500;

/** Where all instances count who asks how often. What Redis does not answer at once fails at once, and then nobody is counted. */
export function openSharedCounts(url: string): Redis {
  const redis = new Redis(url, {
    connectionName: "parley-auth-counts",
    commandTimeout: COUNT_TIMEOUT_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  });
  redis.on("error", () => undefined); // the store of leaves tells of the same outage
  return redis;
}
