import "fake-indexeddb/auto";
import { expose, wrap, type Endpoint } from "comlink";
import { describe, expect, test } from "vitest";
import { faultOf } from "../../machines/domain/fault.ts";
import { failed } from "../../machines/domain/result.ts";
import type { StoredEvent } from "../../machines/events/callEvents.ts";
import { openEventLogDb, storageFault, type EventLogDb } from "./db.ts";
import type { EventLogApi } from "./eventLog.api.ts";
import { createEventLog, type EventLogParts } from "./eventLog.ts";

let databaseCount = 0;
const freshName = (): string => `event-log-${(databaseCount += 1)}`;

/** One lock for everybody who shares it, as Web Locks give within an origin. */
function createLock(): EventLogParts["asOnlyWriter"] {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}

function startLog(name = freshName(), asOnlyWriter = createLock()): EventLogApi {
  return createEventLog({ open: (onLost) => openEventLogDb(name, onLost), asOnlyWriter });
}

const eventAt = (seq: number): StoredEvent => ({ seq, at: 1_000 + seq, event: { type: "key.used", v: 1, epoch: seq } });
const events = (from: number, to: number): StoredEvent[] =>
  Array.from({ length: to - from + 1 }, (_, index) => eventAt(from + index));

async function openDb(name: string): Promise<EventLogDb> {
  const result = await openEventLogDb(name, () => undefined);
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}

describe("appending and reading", () => {
  test("[L1] what was appended is read again, in order, also by whoever opens the log later", async () => {
    const name = freshName();
    const log = startLog(name);
    expect(await log.append("call", events(1, 3))).toEqual({ ok: true, value: 3 });
    expect(await log.append("call", events(4, 4))).toEqual({ ok: true, value: 4 });
    expect(await startLog(name).read("call", 0)).toEqual({
      ok: true,
      value: { events: events(1, 4), droppedCount: 0 },
    });
    expect(await log.read("call", 2)).toEqual({ ok: true, value: { events: events(3, 4), droppedCount: 0 } });
    expect(await log.read("call", 4)).toEqual({ ok: true, value: { events: [], droppedCount: 0 } });
  });

  test("calls are kept apart", async () => {
    const log = startLog();
    await log.append("a", events(1, 2));
    await log.append("b", events(1, 1));
    expect(await log.read("a", 0)).toMatchObject({ value: { events: events(1, 2) } });
    expect(await log.read("nobody", 0)).toEqual({ ok: true, value: { events: [], droppedCount: 0 } });
  });

  test("appends that come while one is written go to disk together, each with its own answer", async () => {
    const lock = createLock();
    let writeCount = 0;
    const asOnlyWriter: EventLogParts["asOnlyWriter"] = (work) => {
      writeCount += 1;
      return lock(work);
    };
    const log = startLog(freshName(), asOnlyWriter);
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((seq) => log.append(seq === 4 ? "other" : "call", [eventAt(seq)])),
    );
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(writeCount).toBe(2);
    expect(await log.read("call", 0)).toMatchObject({ value: { events: [1, 2, 3, 5].map(eventAt) } });
  });

  test("an append that is repeated is written once", async () => {
    const log = startLog();
    await log.append("call", events(1, 3));
    expect(await log.append("call", events(2, 4))).toEqual({ ok: true, value: 4 });
    expect(await log.append("call", events(1, 2))).toEqual({ ok: true, value: 4 });
    expect(await log.read("call", 0)).toMatchObject({ value: { events: events(1, 4) } });
    expect(await log.append("call", [])).toEqual({ ok: true, value: 4 });
  });

  test("[L2] two tabs write at once and nothing is lost", async () => {
    const [name, lock] = [freshName(), createLock()];
    const [first, second] = [startLog(name, lock), startLog(name, lock)];
    await Promise.all([
      first.append("a", events(1, 50)),
      second.append("b", events(1, 50)),
      first.append("a", events(51, 60)),
    ]);
    expect(await second.read("a", 0)).toMatchObject({ value: { events: events(1, 60), droppedCount: 0 } });
    expect(await first.read("b", 0)).toMatchObject({ value: { events: events(1, 50), droppedCount: 0 } });
  });
});

describe("[L3] at rest", () => {
  test("neither an event nor the key can be read from the database", async () => {
    const name = freshName();
    await startLog(name).append("call", [
      {
        seq: 1,
        at: 1,
        event: { type: "leg.lost", v: 1, leg: "transport", serviceUrl: "https://rtc.example.org", fault: null },
      },
    ]);
    const { idb, key } = await openDb(name);
    expect(key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow(/extractable/);
    const [row] = await idb.getAll("batches");
    expect(Buffer.from(row?.payload ?? new ArrayBuffer()).toString("latin1")).not.toContain("rtc.example.org");
  });

  test("every batch has an initialisation vector of its own", async () => {
    const name = freshName();
    const log = startLog(name);
    for (let seq = 1; seq <= 20; seq += 1) await log.append("call", [eventAt(seq)]);
    const { idb } = await openDb(name);
    const vectors = (await idb.getAll("batches")).map(({ iv }) => Buffer.from(iv).toString("hex"));
    expect(new Set(vectors).size).toBe(20);
  });

  test("[L4] a batch that was altered, or put in another's place, is dropped and counted", async () => {
    const name = freshName();
    const log = startLog(name);
    await log.append("call", events(1, 3));
    await log.append("call", events(4, 5));
    await log.append("call", events(6, 6));
    const { idb } = await openDb(name);
    const [first, second, third] = await idb.getAll("batches");
    if (first === undefined || second === undefined || third === undefined) throw new Error("Nothing was written");
    const bytes = new Uint8Array(first.payload);
    bytes.set([(bytes[0] ?? 0) ^ 1]);
    await idb.put("batches", first);
    await idb.put("batches", { ...second, payload: third.payload, iv: third.iv });
    expect(await log.read("call", 0)).toEqual({ ok: true, value: { events: events(6, 6), droppedCount: 5 } });
  });
});

describe("listing and pruning", () => {
  test("calls are listed newest first, and all but the newest are removed with their events", async () => {
    const name = freshName();
    const log = startLog(name);
    for (const [index, callId] of ["old", "middle", "new"].entries()) {
      await log.append(callId, [
        { ...eventAt(1), at: 100 * (index + 1) },
        { ...eventAt(2), at: 999 },
      ]);
    }
    expect(await log.list()).toMatchObject({
      value: [
        { callId: "new", startedAt: 300, eventCount: 2 },
        { callId: "middle", startedAt: 200, eventCount: 2 },
        { callId: "old", startedAt: 100, eventCount: 2 },
      ],
    });
    expect(await log.prune(1)).toEqual({ ok: true, value: null });
    expect(await log.list()).toMatchObject({ value: [{ callId: "new" }] });
    const { idb } = await openDb(name);
    expect((await idb.getAll("batches")).map(({ callId }) => callId)).toEqual(["new"]);
  });
});

describe("[L5] what storage refuses is a fault", () => {
  test("a database that cannot be opened is blocked, and is asked again the next time", async () => {
    const name = freshName();
    let isRefused = true;
    const log = createEventLog({
      open: async (onLost) => (isRefused ? failed(faultOf("storage.blocked")) : openEventLogDb(name, onLost)),
      asOnlyWriter: createLock(),
    });
    expect(await log.append("call", events(1, 1))).toEqual({ ok: false, fault: faultOf("storage.blocked") });
    expect(await log.list()).toMatchObject({ ok: false });
    isRefused = false;
    expect(await log.append("call", events(1, 1))).toEqual({ ok: true, value: 1 });
  });

  test("a full disk takes none of an append, and the log goes on once there is room", async () => {
    const name = freshName();
    const lock = createLock();
    let isFull = true;
    const log = startLog(name, async (work) => {
      if (isFull) throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
      return lock(work);
    });
    expect(await log.append("call", events(1, 2))).toMatchObject({ ok: false, fault: { code: "storage.full" } });
    isFull = false;
    expect(await log.append("call", events(1, 2))).toEqual({ ok: true, value: 2 });
  });

  test("a connection that was lost is opened again", async () => {
    const name = freshName();
    const connections: EventLogDb[] = [];
    const log = createEventLog({
      open: async (onLost) => {
        const result = await openEventLogDb(name, onLost);
        if (result.ok) connections.push(result.value);
        return result;
      },
      asOnlyWriter: createLock(),
    });
    await log.append("call", events(1, 1));
    connections[0]?.idb.close();
    expect(await log.append("call", events(2, 2))).toEqual({ ok: true, value: 2 });
    expect(connections).toHaveLength(2);
    expect(await log.read("call", 0)).toMatchObject({ value: { events: events(1, 2) } });
  });

  test("errors are named by what the person can do about them", () => {
    expect(storageFault(new DOMException("no", "QuotaExceededError")).code).toBe("storage.full");
    expect(storageFault(new DOMException("no", "SecurityError"))).toEqual(
      faultOf("storage.blocked", { detail: "SecurityError: no" }),
    );
  });
});

test("the promise holds over a message channel", async () => {
  const { port1, port2 } = new MessageChannel();
  expose(startLog(), port1 as unknown as Endpoint);
  const far = wrap<EventLogApi>(port2 as unknown as Endpoint);
  expect(await far.append("call", events(1, 2))).toEqual({ ok: true, value: 2 });
  expect(await far.read("call", 1)).toEqual({ ok: true, value: { events: [eventAt(2)], droppedCount: 0 } });
  port1.close();
});
