import { faultOf, type Fault } from "../../machines/domain/fault.ts";

/** How many characters a call's name may have: longer ones are refused by homeservers or unreadable everywhere (chosen by us). */
export const CALL_NAME_MAX = 255;

/** Why `typed` cannot be the name of a call, or null when it can. @faults room.name_empty, room.name_too_long */
export function checkCallName(typed: string): Fault | null {
  const name = typed.trim();
  if (name === "") return faultOf("room.name_empty");
  return [...name].length > CALL_NAME_MAX ? faultOf("room.name_too_long") : null;
}
