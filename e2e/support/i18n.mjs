import { existsSync } from "node:fs";
import path from "node:path";
import { rootDir } from "./run.mjs";
import { listFiles, readText } from "./sourceFiles.mjs";

const localeFile = "locales/en/app.json";

/** The keys of a nested table of words, joined by dots and without the endings of plurals. */
function keysOf(words, prefix = "") {
  return Object.entries(words).flatMap(([name, value]) => {
    const key = prefix ? `${prefix}.${name}` : name;
    return typeof value === "string" ? [key.replace(/_(zero|one|two|few|many|other)$/, "")] : keysOf(value, key);
  });
}

const asPattern = (template) =>
  new RegExp(
    `^${template
      .split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join(".+")}$`,
  );

if (!existsSync(path.join(rootDir, localeFile))) {
  process.stdout.write(`${localeFile}: is missing\n`);
  process.exit(1);
}
const keys = new Set(keysOf(JSON.parse(readText(localeFile))));
const used = new Set();
const faults = [];
const sources = listFiles().filter(
  (file) => /^(shell|mf-|machines)[^:]*\.(ts|tsx)$/.test(file) && !/\.(test|stories|fixture)\./.test(file),
);

for (const file of sources) {
  const text = readText(file);
  readCalls(file, text);
  // A key may also travel as a value ("labelKey"): text in quotes that is a key counts as its use.
  for (const [, literal] of text.matchAll(/["'`]([\w.-]+)["'`]/g)) if (keys.has(literal)) used.add(literal);
  for (const [, template] of text.matchAll(/`([\w.-]*\$\{[^`]+)`/g)) markMatching(template);
}

function markMatching(template) {
  const pattern = asPattern(template);
  // A template that is all hole would match everything.
  if (!/^\w+\./.test(template)) return false;
  const matching = [...keys].filter((key) => pattern.test(key));
  for (const key of matching) used.add(key);
  return matching.length > 0;
}

function readCalls(file, text) {
  for (const match of text.matchAll(/\bt\(\s*(?:"([^"]+)"|'([^']+)'|`([^`]+)`)/g)) {
    const line = text.slice(0, match.index).split("\n").length;
    const key = match[1] ?? match[2] ?? match[3] ?? "";
    if (key.includes("${") ? /^\w+\./.test(key) && !markMatching(key) : !keys.has(key))
      faults.push(`${file}:${line}: no words for "${key}" in ${localeFile}`);
  }
}

for (const key of keys) if (!used.has(key)) faults.push(`${localeFile}: "${key}" is used nowhere`);

for (const fault of faults) process.stdout.write(`${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
