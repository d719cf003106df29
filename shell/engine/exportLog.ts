import type { StoredEvent } from "../../machines/events/callEvents.ts";

/** Gives the person a call's log as a file. It holds ids and times, no keys, no tokens, nothing that was said. */
export function saveLog(callId: string, events: readonly StoredEvent[]): void {
  const file = new Blob([JSON.stringify({ format: "parley-call-log", v: 1, callId, events }, null, 1)], {
    type: "application/json",
  });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `parley ${callId.replaceAll(":", "-")}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}
