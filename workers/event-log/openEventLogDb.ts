import { openDB } from "idb";
import type { EventLogDb, EventLogSchema } from "./eventLog.ts";
import { createSealKey } from "./sealedEvent.ts";

/** How long another tab's older version may keep us from opening, in ms. */
const OPEN_DEADLINE_MS = 5_000;

/** Opens the database `name`, and makes its key on the first visit. Rejects when storage is refused or blocked. */
export async function openEventLogDb(name: string): Promise<EventLogDb> {
  const opening = openDB<EventLogSchema>(name, 1, {
    upgrade(db) {
      db.createObjectStore("events");
      db.createObjectStore("calls");
      db.createObjectStore("keys");
    },
  });
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error("opening the event log took too long")), OPEN_DEADLINE_MS));
  const db = await Promise.race([opening, late]);
  const known = await db.get("keys", "seal");
  if (known !== undefined) return { db, key: known };
  const key = await createSealKey();
  await db.put("keys", key, "seal");
  return { db, key };
}
