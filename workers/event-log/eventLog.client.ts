import { wrap, type Remote } from "comlink";
import type { EventLogApi } from "./eventLog.api.ts";

/** The event log as the page holds it. */
export type EventLogClient = Remote<EventLogApi>;

/** The near side of `worker`, a started event-log realm. */
export function eventLogClient(worker: Worker): EventLogClient {
  return wrap<EventLogApi>(worker);
}
