import path from "node:path";
import { doors, forbiddenFolders, forbiddenTexts, longestLines, rows, workerDoor } from "./boundaryRules.mjs";
import { importsOf, listFiles, readText } from "./sourceFiles.mjs";

const files = listFiles();
const known = new Set(files);
const code = files.filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.endsWith(".d.ts"));
const isTest = (file) =>
  /\.(test|stories|fixture|arbitrary|contract)\.(ts|tsx|mjs)$/.test(file) ||
  /(^|\/)(fixtures?|testing)(\/|\.ts)/.test(file);
const isBelow = (name, allowed) =>
  allowed.endsWith("/") || allowed.endsWith(":") ? name.startsWith(allowed) : name === allowed;
const isOfPackage = (name, sdk) => name === sdk || name.startsWith(`${sdk}/`);

/** The file that `name`, imported by `file`, stands for; a package's name as it is. */
function target(file, name) {
  return name.startsWith(".") ? path.posix.join(path.posix.dirname(file), name.replace(/\?.*$/, "")) : name;
}

const faults = [];
const graph = new Map();
for (const file of code) {
  const row = rows.find(({ folder }) => file.startsWith(folder));
  const links = importsOf(readText(file)).map((name) => ({ name, to: target(file, name) }));
  graph.set(
    file,
    links.map(({ to }) => to).filter((to) => known.has(to) && to !== file),
  );
  for (const { name, to } of links) {
    const door = doors.find(({ sdk }) => isOfPackage(name, sdk));
    const allowed = row ? [...row.may, ...(isTest(file) ? row.tests : [])] : [];
    if (door?.below.some((folder) => file.startsWith(folder))) continue;
    if (row?.folder === "shell/" && workerDoor.test(to)) continue;
    if (door && !(isTest(file) && allowed.some((each) => isBelow(to, each))))
      faults.push(`${file}: ${name} may be imported only below ${door.below.join(" or ")}`);
    else if (row && !allowed.some((each) => isBelow(to, each)))
      faults.push(`${file}: ${row.folder} may not import ${name}`);
    if (name.startsWith(".") && /\.(ts|tsx|mjs|json)$/.test(to) && !known.has(to))
      faults.push(`${file}: there is no ${to}`);
  }
}

/** Finds circles depth first and tells each once. */
function findCircles() {
  const done = new Set();
  const trail = [];
  const visit = (file) => {
    const at = trail.indexOf(file);
    if (at >= 0) return void faults.push(`${file}: is in a circle: ${[...trail.slice(at), file].join(" > ")}`);
    if (done.has(file)) return;
    trail.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    trail.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
}
findCircles();

for (const file of files) {
  if (forbiddenFolders.test(file)) faults.push(`${file}: a folder's name says what it is for, not that it holds code`);
  if (
    !/\.(ts|tsx|mjs|css|json|md|html|yaml|yml)$/.test(file) ||
    file === "package-lock.json" ||
    file.endsWith("boundaryRules.mjs")
  )
    continue;
  const lines = readText(file).split("\n");
  if (/\.(ts|tsx|mjs|css)$/.test(file) && lines.length > longestLines + 1)
    faults.push(`${file}: ${lines.length} lines are more than ${longestLines}`);
  for (const { pattern, why } of forbiddenTexts) {
    const at = lines.findIndex((line) => pattern.test(line));
    if (at >= 0) faults.push(`${file}:${at + 1}: ${why}`);
  }
}

for (const fault of faults) process.stdout.write(`${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
