import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const folder = join(import.meta.dirname, "..");

test("what the lobby's first picture waits for does not contain the library of primitives", () => {
  const { files, packages } = reachedFrom(join(folder, "index.ts"));
  expect(files.size).toBeGreaterThan(30);
  expect([...packages].filter((name) => name.startsWith("@base-ui"))).toEqual([]);
});

test("the chunk that comes later does contain it", () => {
  expect([...reachedFrom(join(folder, "overlays/overlays.ts")).packages].join(" ")).toContain("@base-ui/react/menu");
});

/** Every file and package that comes along with a file, by its static imports; `import type` and `import()` bring nothing. */
function reachedFrom(entry: string) {
  const files = new Set<string>();
  const packages = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file) || !existsSync(file)) continue;
    files.add(file);
    const source = readFileSync(file, "utf8");
    for (const [, from] of source.matchAll(/^(?:import|export)(?! type)[^;]*?["']([^"']+)["'];$/gmu)) {
      if (from?.startsWith(".")) waiting.push(join(dirname(file), from));
      else packages.add(from as string);
    }
  }
  return { files, packages };
}
