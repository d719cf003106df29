/** A JSON value as it is written: duplicate fields are kept, and numbers keep their digits. */
export type WrittenJson =
  | { readonly kind: "null" | "boolean" | "array" }
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "number"; readonly digits: string }
  | { readonly kind: "object"; readonly entries: readonly (readonly [name: string, value: WrittenJson])[] };

/** Thrown for text that does not begin with a JSON value. */
export class NotJson extends Error {}

/** No request nests deeper than two; an attack on the stack does. */
const MAX_DEPTH = 64;
const SPACE = /[ \t\n\r]*/y;
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/**
 * Reads the first JSON value of `text`; whatever follows it is ignored, as in the reference service. `JSON.parse` cannot tell
 * `1e3` from `1000`, nor see a field that is there twice.
 */
export function readWrittenJson(text: string): WrittenJson {
  let at = 0;

  function take(pattern: RegExp): string | null {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) return null;
    at += found.length;
    return found;
  }

  function takeMark(mark: string): boolean {
    take(SPACE);
    if (text[at] !== mark) return false;
    at += 1;
    return true;
  }

  function takeString(): string {
    const found = take(STRING);
    if (found === null) throw new NotJson();
    return (found.includes("\\") ? (JSON.parse(found) as string) : found.slice(1, -1)).toWellFormed();
  }

  /** What stands between brackets, up to `end`. */
  function takeList(end: string, takeOne: () => void): void {
    if (takeMark(end)) return;
    do takeOne();
    while (takeMark(","));
    if (!takeMark(end)) throw new NotJson();
  }

  function takeObject(depth: number): WrittenJson {
    const entries: [string, WrittenJson][] = [];
    takeList("}", () => {
      take(SPACE);
      const name = takeString();
      if (!takeMark(":")) throw new NotJson();
      entries.push([name, takeValue(depth + 1)]);
    });
    return { kind: "object", entries };
  }

  function takeValue(depth: number): WrittenJson {
    if (depth > MAX_DEPTH) throw new NotJson();
    take(SPACE);
    if (text[at] === '"') return { kind: "string", text: takeString() };
    if (takeMark("{")) return takeObject(depth);
    if (takeMark("[")) {
      takeList("]", () => void takeValue(depth + 1));
      return { kind: "array" };
    }
    const word = take(WORD);
    if (word !== null) return { kind: word === "null" ? "null" : "boolean" };
    const digits = take(NUMBER);
    if (digits === null) throw new NotJson();
    return { kind: "number", digits };
  }

  return takeValue(0);
}
