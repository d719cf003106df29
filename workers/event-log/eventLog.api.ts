import type { Fault } from "../../machines/domain/fault.ts";
import type { Result } from "../../machines/domain/result.ts";
import type { StoredEvent } from "../../machines/events/callEvents.ts";

/** One recorded call. */
export interface RecordedCall {
  /** Made by us when the lobby was entered; sorts by time. */
  readonly callId: string;
  readonly startedAt: number;
  readonly eventCount: number;
}

/** The event-log realm: IndexedDB, encrypted at rest, one writer. */
export interface EventLogApi {
  /** Appends `events` of one call, all or none. @returns the last `seq`, once on disk. @faults storage.full, storage.blocked */
  append(callId: string, events: readonly StoredEvent[]): Promise<Result<number, Fault>>;
  /** Every event of a call after `since`, in order; what cannot be read is dropped and counted. */
  read(
    callId: string,
    since: number,
  ): Promise<Result<{ readonly events: readonly StoredEvent[]; readonly droppedCount: number }, Fault>>;
  /** Calls on disk, newest first. */
  list(): Promise<Result<readonly RecordedCall[], Fault>>;
  /** Removes all but the newest `keepCount` calls. */
  prune(keepCount: number): Promise<Result<null, Fault>>;
}
