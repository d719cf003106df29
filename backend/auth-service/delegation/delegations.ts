import { failed, ok } from "../../../machines/domain/result.ts";
import type { Result } from "../../../machines/domain/result.ts";
import type { Sfu } from "../sfu.ts";
import type { ActOnDelayedEvent } from "./delayedEvents.ts";
import { reduceJob, takenJob } from "./job.ts";
import type { Job, JobCommand, JobEvent, JobState, JobTimer } from "./job.ts";
import type { JobStore, StoredJob } from "./jobStore.ts";
import { fieldOf } from "./storedJob.ts";
import type { SfuEvent } from "./webhook.ts";

/** The delayed leaves that were handed over to us. */
export interface Delegations {
  /** Takes a leave over, in place of an earlier one of the same participant. @faults `stopping` */
  readonly take: (job: Job) => Promise<Result<null, "stopping">>;
  /** Hears what the SFU told, here or at another instance. */
  readonly hear: (event: SfuEvent) => void;
  readonly count: () => number;
  /** Looks after no job any more; other instances may, when there is a store. */
  readonly close: () => Promise<void>;
}

/** What happened to a job, for logs and figures. */
export type OnJob = (job: Job, what: "taken" | "restored" | "replaced" | "sent" | "aborted") => void;

/** What looking after jobs takes. */
export interface DelegationParts {
  readonly sfu: Pick<Sfu, "findParticipant">;
  readonly act: ActOnDelayedEvent;
  readonly store: JobStore;
  readonly sanityCheckMs: number;
  readonly onJob: OnJob;
  readonly onStoreFault: (reason: string) => void;
}

/** How often jobs of instances that died are looked for, in ms. */
const CLAIM_EVERY_MS = 2000;
/** No timer waits longer, as Node's would not wait at all beyond 24 days. */
const MAX_WAIT_MS = 86_400_000;

interface Entry {
  readonly job: Job;
  state: JobState;
  readonly timers: Map<JobTimer, NodeJS.Timeout>;
}

/** Looks after jobs: does what their machine wants, and tells it what came of it. */
export function createDelegations(parts: DelegationParts): Delegations {
  const { sfu, act, store, sanityCheckMs, onJob, onStoreFault } = parts;
  const entries = new Map<string, Entry>();
  let isClosed = false;

  const isLive = (entry: Entry): boolean => entries.get(fieldOf(entry.job)) === entry;
  const storedOf = ({ job, state }: Entry): StoredJob => ({
    job,
    restartedAt: state.restartedAt,
    wasSeen: state.wasSeen,
  });

  function keep(work: Promise<unknown>): void {
    work.catch((error: unknown) => onStoreFault(error instanceof Error ? error.message : String(error)));
  }

  function clearTimers(entry: Entry): void {
    for (const timer of entry.timers.values()) clearTimeout(timer);
    entry.timers.clear();
  }

  function letGo(entry: Entry): void {
    clearTimers(entry);
    if (isLive(entry)) entries.delete(fieldOf(entry.job));
  }

  async function save(entry: Entry): Promise<void> {
    if (!(await store.save(storedOf(entry))) && isLive(entry)) {
      letGo(entry);
      onJob(entry.job, "replaced");
    }
  }

  async function ask(entry: Entry, action: "restart" | "send"): Promise<void> {
    const askedAt = Date.now();
    const answer = await act(entry.job.serverName, entry.job.delayId, action);
    send(entry, { type: "request.answered", action, askedAt, answer });
  }

  async function check(entry: Entry): Promise<void> {
    const presence = await sfu.findParticipant(entry.job.room, entry.job.identity);
    send(entry, { type: "participant.checked", presence });
  }

  function wait(entry: Entry, timer: JobTimer, ms: number): void {
    clearTimeout(entry.timers.get(timer));
    const fire = (): void => send(entry, { type: "timer.fired", timer });
    entry.timers.set(timer, setTimeout(fire, Math.min(ms, MAX_WAIT_MS)));
  }

  function obey(entry: Entry, command: JobCommand): void {
    switch (command.type) {
      case "restart":
      case "send":
        return void ask(entry, command.type);
      case "check":
        return void check(entry);
      case "save":
        return keep(save(entry));
      case "wait":
        return wait(entry, command.timer, command.ms);
      case "end":
        letGo(entry);
        keep(store.remove(entry.job));
        onJob(entry.job, command.outcome);
    }
  }

  function send(entry: Entry, event: JobEvent): void {
    if (!isLive(entry)) return;
    const around = { job: entry.job, now: Date.now(), chance: Math.random(), sanityCheckMs };
    const [state, commands] = reduceJob(entry.state, event, around);
    if (state.phase !== entry.state.phase) clearTimers(entry);
    entry.state = state;
    for (const command of commands) obey(entry, command);
  }

  function begin(job: Job, state: JobState): Entry {
    const earlier = entries.get(fieldOf(job));
    const entry: Entry = { job, state, timers: new Map() };
    entries.set(fieldOf(job), entry);
    if (earlier !== undefined) {
      clearTimers(earlier);
      onJob(earlier.job, "replaced");
    }
    return entry;
  }

  async function claim(): Promise<void> {
    for (const { job, restartedAt, wasSeen } of await store.claim()) {
      if (isClosed || entries.has(fieldOf(job))) continue;
      const entry = begin(job, takenJob(Date.now(), { restartedAt, wasSeen }));
      onJob(job, "restored");
      send(entry, { type: "job.taken" });
    }
  }

  function hear({ room, identity, what }: SfuEvent): void {
    if (what.type === "room.ended") return;
    if (identity !== null) {
      const entry = entries.get(fieldOf({ room, identity }));
      if (entry !== undefined) send(entry, what);
      return;
    }
    for (const entry of entries.values()) if (entry.job.room === room) send(entry, what);
  }

  store.onMessage((message) => {
    if (message.kind === "sfu") return hear(message.event as SfuEvent);
    const entry = entries.get(fieldOf(message));
    if (entry === undefined || entry.job.delayId === message.delayId) return;
    letGo(entry);
    onJob(entry.job, "replaced");
  });
  keep(claim());
  const claims = setInterval(() => keep(claim()), CLAIM_EVERY_MS);

  return {
    async take(job) {
      if (isClosed) return failed("stopping");
      const entry = begin(job, takenJob(Date.now()));
      onJob(job, "taken");
      try {
        await store.take(storedOf(entry));
        await store.tell({ kind: "taken", room: job.room, identity: job.identity, delayId: job.delayId });
      } catch (error) {
        // It is kept in memory alone until the next restart, which tries to save it again.
        onStoreFault(error instanceof Error ? error.message : String(error));
      }
      send(entry, { type: "job.taken" });
      return ok(null);
    },
    hear(event) {
      if (event.what.type === "room.ended") return; // everybody's leave was told before
      hear(event);
      keep(store.tell({ kind: "sfu", event }));
    },
    count: () => entries.size,
    async close() {
      isClosed = true;
      clearInterval(claims);
      for (const entry of entries.values()) clearTimers(entry);
      entries.clear();
      await store.close().catch(() => undefined);
    },
  };
}
