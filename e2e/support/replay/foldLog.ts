import { readFile } from "node:fs/promises";
import { decodeStoredEvent } from "../../../machines/events/decodeStoredEvent.ts";
import type { StoredEvent } from "../../../machines/events/callEvents.ts";
import { type CallState, replay } from "../../../machines/projections/callState.projection.ts";

/** A call log as the app exports it. */
interface ExportedLog {
  readonly format: string;
  readonly v: number;
  readonly callId: string;
  readonly events: readonly unknown[];
}

/** Reads an exported call log. @throws when it is of another form or holds an event that is none */
export async function readLog(file: string): Promise<readonly StoredEvent[]> {
  const log = JSON.parse(await readFile(file, "utf8")) as ExportedLog;
  if (log.format !== "parley-call-log" || log.v !== 1) throw new Error(`not a call log: ${log.format} ${log.v}`);
  return log.events.map((event) => {
    const decoded = decodeStoredEvent(event);
    if (decoded === null) throw new Error(`not an event: ${JSON.stringify(event)}`);
    return decoded;
  });
}

/** Folds an exported call log into the state that the call had. */
export async function foldLog(file: string): Promise<CallState> {
  return replay(await readLog(file));
}
