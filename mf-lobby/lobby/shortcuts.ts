import { useEffect } from "react";
import type { Intent } from "@shell/contract";

/** What a single key does in the lobby. */
const intentByKey: Readonly<Record<string, Intent>> = {
  m: { type: "microphone.toggled" },
  v: { type: "camera.toggled" },
};

/** Sends what the pressed key stands for, unless the person is typing or choosing. */
export function useShortcuts(send: (intent: Intent) => void): void {
  useEffect(() => {
    const stop = new AbortController();
    document.addEventListener("keydown", (event) => void pressed(event, send), { signal: stop.signal });
    return () => stop.abort();
  }, [send]);
}

function pressed(event: KeyboardEvent, send: (intent: Intent) => void): void {
  const intent = intentByKey[event.key.toLowerCase()];
  const isForOthers = event.defaultPrevented || event.repeat || event.metaKey || event.ctrlKey || event.altKey;
  const isElsewhere =
    event.target instanceof Element &&
    event.target.closest("input, textarea, select, [role=menu], [role=dialog], [contenteditable]") !== null;
  if (intent !== undefined && !isForOthers && !isElsewhere) send(intent);
}
