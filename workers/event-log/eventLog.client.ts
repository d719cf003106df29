import { wrap, type Remote } from "comlink";
import type { EventLogApi } from "./eventLog.api.ts";

/** The near side of `worker`, a started event-log realm. */
export function eventLogClient(worker: Worker): Remote<EventLogApi> {
  return wrap<EventLogApi>(worker);
}
