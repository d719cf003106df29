import { wrap } from "comlink";
import type { EventLogApi } from "./eventLog.api.ts";

/** The near side of `worker`, a started event-log realm. */
export function eventLogClient(worker: Worker): EventLogApi {
  const remote = wrap<EventLogApi>(worker);
  return {
    append: (callId, events) => remote.append(callId, events),
    read: (callId, since) => remote.read(callId, since),
    list: () => remote.list(),
    prune: (keepCount) => remote.prune(keepCount),
  };
}
