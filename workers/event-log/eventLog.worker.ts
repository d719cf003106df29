import { expose } from "comlink";
import { openEventLogDb } from "./db.ts";
import { createEventLog } from "./eventLog.ts";

/** Names the database and the lock of whoever writes in it. */
const NAME = "event-log";

// Exposed before anything is awaited: a message that finds no listener is lost. Each call awaits the opening.
expose(
  createEventLog({
    open: (onLost) => openEventLogDb(NAME, onLost),
    asOnlyWriter: (work) => navigator.locks.request(NAME, work),
  }),
);
