// `node keepPackages.mjs <folder>`: removes from node_modules what the code in that folder does not need to run.
import { readFileSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const IMPORT = /(?:\bfrom|^import|\bimport\()\s*["']((?:@[a-z][\w.-]*\/)?[a-z][\w.-]*)(?:\/[\w./-]*)?["']/gm;

/** The packages that the code in `dir` imports, tests and fixtures aside. */
export function importedPackages(dir) {
  const names = new Set();
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!/\.(ts|mjs)$/.test(entry.name) || /\.(test|fixture)\./.test(entry.name)) continue;
    const code = readFileSync(path.join(entry.parentPath ?? entry.path, entry.name), "utf8");
    for (const [, name] of code.matchAll(IMPORT)) names.add(name);
  }
  return [...names];
}

/** Where Node finds `name` when the package at `from` asks for it: in its own folder, or in one of those around it. */
function placeOf(packages, from, name) {
  for (let around = from; ; around = around.slice(0, Math.max(0, around.lastIndexOf("/node_modules/")))) {
    const place = `${around === "" ? "" : `${around}/`}node_modules/${name}`;
    if (packages[place]) return place;
    if (around === "") return null;
  }
}

/** The folders of `names` and of all that these need, by the lock file's `packages`. Throws when one is missing. */
export function neededPackages(packages, names) {
  const needed = new Set();
  const visit = (from, name, isOptional) => {
    const place = placeOf(packages, from, name);
    if (place === null) {
      if (isOptional) return;
      throw new Error(`${name} is not in the lock file`);
    }
    if (needed.has(place)) return;
    needed.add(place);
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = packages[place];
    for (const each of Object.keys(dependencies)) visit(place, each, each in optionalDependencies);
    for (const each of Object.keys({ ...optionalDependencies, ...peerDependencies })) visit(place, each, true);
  };
  for (const name of names) visit("", name, false);
  return needed;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
  const needed = neededPackages(packages, importedPackages(process.argv[2] ?? "."));
  for (const place of Object.keys(packages)) {
    const holdsNeeded = [...needed].some((each) => each === place || each.startsWith(`${place}/`));
    if (place !== "" && !holdsNeeded) rmSync(place, { recursive: true, force: true });
  }
}
