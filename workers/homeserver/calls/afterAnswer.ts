import type { CallEvent } from "../../../machines/events/callEvents.ts";

/** Holds calls back until what is under way now has been answered: the page makes a call's log when it hears of the call. */
export function afterAnswer(tell: (events: readonly CallEvent[]) => void): (events: readonly CallEvent[]) => void {
  let early: CallEvent[] | null = [];
  setTimeout(() => {
    const held = early ?? [];
    early = null;
    if (held.length > 0) tell(held);
  });
  return (events) => (early === null ? tell(events) : void early.push(...events));
}
