import type { Fault } from "../../machines/domain/fault.ts";
import type { CallEvent, StoredEvent } from "../../machines/events/callEvents.ts";
import { type CallState, initialCallState, reduceCall } from "../../machines/projections/callState.projection.ts";
import type { EventLogClient } from "../../workers/event-log/eventLog.client.ts";
import { createStore, type Store } from "./store.ts";

/** One call's memory: every fact goes through here once, in order, before anything acts on it. */
export interface CallRecorder {
  readonly callId: string;
  readonly state: Pick<Store<CallState>, "getSnapshot" | "subscribe">;
  /** Numbers the event, folds it in, tells listeners, and appends it to the log. */
  record(event: CallEvent): void;
  /** Called with each event after it was folded in. */
  listen(onEvent: (event: CallEvent) => void): () => void;
  /** Every event of this call as it stands in the log; kept in memory where the log cannot be written. */
  exported(): Promise<readonly StoredEvent[]>;
}

/** Events are written together this long after the first, in ms: short enough to lose nothing that matters. */
const WRITE_AFTER_MS = 250;

/** @param onFault the log cannot be written (once); the call goes on from memory. */
export function createCallRecorder(
  eventLog: EventLogClient,
  onFault: (fault: Fault) => void,
  now: () => number = Date.now,
): CallRecorder {
  const callId = `${new Date(now()).toISOString()} ${crypto.randomUUID().slice(0, 8)}`;
  const state = createStore(initialCallState);
  const listeners = new Set<(event: CallEvent) => void>();
  const pending: StoredEvent[] = [];
  /** Set once the log has failed: everything from then on stays here. */
  let unwritten: StoredEvent[] | null = null;
  let seq = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let writing: Promise<void> = Promise.resolve();

  async function writePending(): Promise<void> {
    timer = null;
    const batch = pending.splice(0);
    if (batch.length === 0) return;
    if (unwritten === null) {
      const written = await eventLog.append(callId, batch);
      if (written.ok) return;
      unwritten = [];
      onFault(written.fault);
    }
    unwritten.push(...batch);
  }

  function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    writing = writing.then(writePending);
    return writing;
  }

  return {
    callId,
    state,
    record(event) {
      seq += 1;
      pending.push({ seq, at: now(), event });
      timer ??= setTimeout(() => void flush(), WRITE_AFTER_MS);
      state.set(reduceCall(state.getSnapshot(), { seq, at: now(), event }));
      for (const tell of listeners) tell(event);
    },
    listen(onEvent) {
      listeners.add(onEvent);
      return () => listeners.delete(onEvent);
    },
    async exported() {
      await flush();
      const read = await eventLog.read(callId, 0);
      return [...(read.ok ? read.value.events : []), ...(unwritten ?? [])];
    },
  };
}
