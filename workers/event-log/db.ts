import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { faultOf, type Fault } from "../../machines/domain/fault.ts";
import { failed, ok, type Result } from "../../machines/domain/result.ts";

/** One recorded call, as it is listed. */
export interface CallRow {
  readonly callId: string;
  /** Time stamp of its first event, by our clock. */
  readonly startedAt: number;
  readonly eventCount: number;
  readonly lastSeq: number;
}

/** Events that were written together; nothing in them can be read without the key. */
export interface BatchRow {
  readonly callId: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly iv: Uint8Array<ArrayBuffer>;
  /** AES-GCM over the events' JSON. */
  readonly payload: ArrayBuffer;
}

interface EventLogSchema extends DBSchema {
  calls: { key: string; value: CallRow };
  batches: { key: [callId: string, firstSeq: number]; value: BatchRow };
  keys: { key: string; value: CryptoKey };
}

/** The event log's database, with its key at hand. */
export interface EventLogDb {
  readonly idb: IDBPDatabase<EventLogSchema>;
  /** Cannot be extracted: it is used here and shown to nobody. */
  readonly key: CryptoKey;
}

/** How long opening gets, in ms (ours: another tab of an older version may hold the database). */
export const OPEN_DEADLINE_MS = 5_000;

const KEY_NAME = "payloads";

/**
 * Opens the database `name`, and makes its key at the first time.
 * @faults storage.blocked when the browser refuses, or another tab stands in the way
 */
export async function openEventLogDb(name: string, onLost: () => void): Promise<Result<EventLogDb, Fault>> {
  const { promise: stuck, reject: giveUp } = Promise.withResolvers<never>();
  const timer = setTimeout(() => giveUp(new Error("opening takes too long")), OPEN_DEADLINE_MS);
  const opening = open(name, () => giveUp(new Error("another tab holds an older version")), onLost);
  try {
    return ok(await Promise.race([opening, stuck]));
  } catch (error) {
    // Should it open later after all, it must not stand in the way of the next try.
    opening.then(
      ({ idb }) => idb.close(),
      () => undefined,
    );
    return failed(storageFault(error));
  } finally {
    clearTimeout(timer);
  }
}

async function open(name: string, onBlocked: () => void, onLost: () => void): Promise<EventLogDb> {
  const idb = await openDB<EventLogSchema>(name, 1, {
    upgrade(database) {
      database.createObjectStore("calls", { keyPath: "callId" });
      database.createObjectStore("batches", { keyPath: ["callId", "firstSeq"] });
      database.createObjectStore("keys");
    },
    blocked: onBlocked,
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onLost();
    },
    terminated: onLost,
  });
  return { idb, key: await findOrMakeKey(idb) };
}

async function findOrMakeKey(idb: IDBPDatabase<EventLogSchema>): Promise<CryptoKey> {
  const known = await idb.get("keys", KEY_NAME);
  if (known !== undefined) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  // Another tab may have been faster meanwhile; within a transaction only one of us puts its key.
  const transaction = idb.transaction("keys", "readwrite");
  const first = await transaction.store.get(KEY_NAME);
  if (first === undefined) await transaction.store.put(made, KEY_NAME);
  await transaction.done;
  return first ?? made;
}

/** What went wrong with storage, as the person meets it. */
export function storageFault(error: unknown): Fault {
  const name = error instanceof Error ? error.name : "";
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return faultOf(name === "QuotaExceededError" ? "storage.full" : "storage.blocked", { detail });
}
