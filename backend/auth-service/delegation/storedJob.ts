import { readJsonField, readJsonString } from "../jsonField.ts";
import { isDelayId } from "./delayedEvents.ts";
import type { Job } from "./job.ts";
import type { StoredJob } from "./jobStore.ts";

/** How the reference service counts a duration: in ns. */
const NS_PER_MS = 1_000_000;

/** A job's field in the hash. */
export function fieldOf({ room, identity }: Pick<Job, "room" | "identity">): string {
  return JSON.stringify([room, identity]);
}

/** A job in the reference service's form, with one field more that it does not read. */
export function encodeStoredJob({ job, restartedAt, wasSeen }: StoredJob): string {
  return JSON.stringify({
    Params: {
      DelayId: job.delayId,
      DelayTimeout: job.delayMs * NS_PER_MS,
      ServerName: job.serverName,
      LiveKitRoom: job.room,
      LiveKitIdentity: job.identity,
    },
    RestartedAt: new Date(restartedAt).toISOString(),
    Connected: wasSeen,
  });
}

/** Reads a job, ours or the reference service's; null for what is none. */
export function decodeStoredJob(text: string): StoredJob | null {
  const read = (field: string): string | null => readJsonString(text, ["Params", field]);
  const room = read("LiveKitRoom");
  const identity = read("LiveKitIdentity");
  const delayId = read("DelayId");
  const serverName = read("ServerName");
  const delayNs = readJsonField(text, ["Params", "DelayTimeout"]);
  const restartedAt = Date.parse(readJsonString(text, ["RestartedAt"]) ?? "");
  if (room === null || identity === null || delayId === null || serverName === null) return null;
  if (!isDelayId(delayId) || typeof delayNs !== "number" || !(delayNs > 0) || Number.isNaN(restartedAt)) return null;
  return {
    job: { room, identity, delayId, serverName, delayMs: delayNs / NS_PER_MS },
    restartedAt,
    wasSeen: readJsonField(text, ["Connected"]) === true,
  };
}
