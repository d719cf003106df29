import { failed, ok, type Result } from "./result.ts";
import { faultOf, type Fault } from "./fault.ts";

/** How long a call's name may be, in bytes of UTF-8 (ours: the limit that Matrix puts on ids, and plenty for a name). */
export const MAX_CALL_NAME_BYTES = 255;

/** Reads what a person typed as a call's name: trimmed, with runs of white space made one. @faults room.name_empty, room.name_too_long */
export function checkCallName(typed: string): Result<string, Fault> {
  const name = typed.replace(/[\s\p{Cc}]+/gu, " ").trim();
  if (name === "") return failed(faultOf("room.name_empty"));
  const sizeBytes = utf8Size(name);
  return sizeBytes > MAX_CALL_NAME_BYTES
    ? failed(faultOf("room.name_too_long", { detail: `${sizeBytes} bytes` }))
    : ok(name);
}

/** The readable part of an invite link: lower case, hyphens for spaces, only letters, marks, digits, `_` and `-`; may be empty. */
export function slugOf(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/\s+/gu, "-")
    .replace(/[^\p{L}\p{M}\p{N}_-]+/gu, "");
}

/** How many bytes `text` takes in UTF-8; a lone surrogate takes the three of its replacement character. */
export function utf8Size(text: string): number {
  let sizeBytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    sizeBytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return sizeBytes;
}
