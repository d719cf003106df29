import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { rootDir } from "./run.mjs";

const passedOver = new Set([
  "node_modules",
  "dist",
  "storybook-static",
  "coverage",
  "test-results",
  "playwright-report",
  ".git",
]);

/** Every file below `folder` that is ours, as a path from the root with forward slashes. */
export function listFiles(folder = "") {
  return readdirSync(path.join(rootDir, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = folder ? `${folder}/${entry.name}` : entry.name;
    if (passedOver.has(entry.name)) return [];
    return entry.isDirectory() ? listFiles(name) : [name];
  });
}

/** The text of one file of the repository. */
export function readText(file) {
  return readFileSync(path.join(rootDir, file), "utf8");
}

const importPattern =
  /(?:^|[;\n])\s*(?:import|export)\s[^;"'`]*?from\s*["']([^"']+)["']|(?:^|[;\n])\s*import\s*["']([^"']+)["']|\bimport\(\s*(?:\/\*[^*]*\*\/\s*)*["']([^"']+)["']/g;

/** What `text` imports, in any of the forms of the language. */
export function importsOf(text) {
  const code = text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, "");
  return [...code.matchAll(importPattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
}
