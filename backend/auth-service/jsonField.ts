/** The string at `path` in the JSON `text`, which a stranger wrote; null when there is none. */
export function readJsonString(text: string, path: readonly string[]): string | null {
  const value = readJsonField(text, path);
  return typeof value === "string" ? value : null;
}

/** Whatever is at `path` in the JSON `text`; undefined when there is nothing, or no JSON. */
export function readJsonField(text: string, path: readonly string[]): unknown {
  try {
    let value: unknown = JSON.parse(text);
    for (const field of path) {
      if (typeof value !== "object" || value === null || !Object.hasOwn(value, field)) return undefined;
      value = (value as Record<string, unknown>)[field];
    }
    return value;
  } catch {
    return undefined;
  }
}
