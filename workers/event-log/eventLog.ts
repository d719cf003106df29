import type { Fault } from "../../machines/domain/fault.ts";
import { failed, ok, type Result } from "../../machines/domain/result.ts";
import type { StoredEvent } from "../../machines/events/callEvents.ts";
import { storageFault, type EventLogDb } from "./db.ts";
import type { EventLogApi } from "./eventLog.api.ts";
import { openBatch, sealBatch } from "./sealedBatch.ts";

/** What the event log works with. */
export interface EventLogParts {
  /** Opens the database; asked again after a failure, or when the connection was lost (`onLost`). */
  open(onLost: () => void): Promise<Result<EventLogDb, Fault>>;
  /** Runs `work` while nobody else writes, in this tab or another. */
  asOnlyWriter<Value>(work: () => Promise<Value>): Promise<Value>;
}

interface Waiting {
  readonly callId: string;
  readonly events: readonly StoredEvent[];
  readonly settle: (result: Result<number, Fault>) => void;
}

/** The event log over IndexedDB. Appends that come while one is being written go to disk together with the next. */
export function createEventLog({ open, asOnlyWriter }: EventLogParts): EventLogApi {
  let database: Promise<Result<EventLogDb, Fault>> | null = null;
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;

  const opened = async (): Promise<Result<EventLogDb, Fault>> => {
    database ??= open(() => (database = null));
    const result = await database;
    if (!result.ok) database = null;
    return result;
  };

  /** Runs `work` on the open database; whatever storage refuses becomes a fault. A connection that closed is opened once more. */
  const using = async <Value>(
    work: (database: EventLogDb) => Promise<Value>,
    isSecondTry = false,
  ): Promise<Result<Value, Fault>> => {
    const result = await opened();
    if (!result.ok) return result;
    try {
      return ok(await work(result.value));
    } catch (error) {
      if (isSecondTry || !(error instanceof Error) || error.name !== "InvalidStateError")
        return failed(storageFault(error));
      database = null;
      return using(work, true);
    }
  };

  const writeWaiting = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      const result = await using((db) => asOnlyWriter(() => writeTogether(db, batch)));
      batch.forEach(({ settle }, index) => settle(result.ok ? ok(result.value[index] ?? 0) : result));
    }
    writing = null;
  };

  return {
    append: (callId, events) => {
      const { promise, resolve: settle } = Promise.withResolvers<Result<number, Fault>>();
      waiting.push({ callId, events, settle });
      writing ??= writeWaiting();
      return promise;
    },

    read: (callId, since) =>
      using(async ({ idb, key }) => {
        const rows = await idb.getAll("batches", rangeOf(callId));
        const batches = await Promise.all(
          rows.filter(({ lastSeq }) => lastSeq > since).map((row) => openBatch(key, row)),
        );
        return {
          events: batches.flatMap(({ events }) => events).filter(({ seq }) => seq > since),
          droppedCount: batches.reduce((count, batch) => count + batch.droppedCount, 0),
        };
      }),

    list: () =>
      using(async ({ idb }) => {
        const calls = await idb.getAll("calls");
        return calls
          .toSorted((a, b) => b.startedAt - a.startedAt)
          .map(({ callId, startedAt, eventCount }) => ({ callId, startedAt, eventCount }));
      }),

    prune: (keepCount) =>
      using((db) =>
        asOnlyWriter(async () => {
          const transaction = db.idb.transaction(["calls", "batches"], "readwrite");
          const calls = await transaction.objectStore("calls").getAll();
          const old = calls.toSorted((a, b) => b.startedAt - a.startedAt).slice(keepCount);
          const deletions = old.flatMap(({ callId }) => [
            transaction.objectStore("calls").delete(callId),
            transaction.objectStore("batches").delete(rangeOf(callId)),
          ]);
          await Promise.all([...deletions, transaction.done]);
          return null;
        }),
      ),
  };
}

/** Writes several appends in one transaction, all or none. @returns the last number of each one's call. */
async function writeTogether({ idb, key }: EventLogDb, appends: readonly Waiting[]): Promise<readonly number[]> {
  const eventsByCall = new Map<string, StoredEvent[]>();
  for (const { callId, events } of appends) eventsByCall.set(callId, [...(eventsByCall.get(callId) ?? []), ...events]);
  const lastByCall = new Map<string, number>();
  // Sealed before the transaction opens, as one that waits for something else ends by itself.
  const sealed = await Promise.all(
    [...eventsByCall].map(async ([callId, events]) => {
      const known = await idb.get("calls", callId);
      const fresh = events.filter(({ seq }) => seq > (known?.lastSeq ?? 0));
      lastByCall.set(callId, fresh.at(-1)?.seq ?? known?.lastSeq ?? 0);
      if (fresh.length === 0) return null;
      const batch = await sealBatch(key, callId, fresh);
      const startedAt = known?.startedAt ?? fresh[0]?.at ?? 0;
      return {
        batch,
        call: { callId, startedAt, eventCount: (known?.eventCount ?? 0) + fresh.length, lastSeq: batch.lastSeq },
      };
    }),
  );
  // Relaxed: a crash of the page loses nothing, and flushing the disk four times a second would cost a laptop its battery.
  const transaction = idb.transaction(["calls", "batches"], "readwrite", { durability: "relaxed" });
  const puts = sealed
    .filter((entry) => entry !== null)
    .flatMap(({ batch, call }) => [
      transaction.objectStore("batches").put(batch),
      transaction.objectStore("calls").put(call),
    ]);
  await Promise.all([...puts, transaction.done]);
  return appends.map(({ callId }) => lastByCall.get(callId) ?? 0);
}

/** Every batch of one call, in order. */
function rangeOf(callId: string): IDBKeyRange {
  return IDBKeyRange.bound([callId, 0], [callId, Number.MAX_SAFE_INTEGER]);
}
