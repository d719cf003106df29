import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { SetupFault } from "./fault.mjs";
import { withLock } from "./lock.mjs";
import { runNpm } from "./packages.mjs";
import { cacheDir, cloneNotesDir, rootDir } from "./places.mjs";
import { step } from "./steps.mjs";

/** Where the build puts the whole app. */
export const builtAppDir = path.join(rootDir, "dist/full");

/** What the built app is made from; the rest of the repository does not change it. */
const SOURCES = [
  "shell",
  "mf-lobby",
  "mf-call",
  "mf-settings",
  "machines",
  "workers",
  "locales",
  "e2e/support/build",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "webpack.config.ts",
];

const NOT_BUILT = /\.(test|stories|fixture)\.\w+$|\.md$/;

const notesFile = path.join(cloneNotesDir, "build.json");

async function listFiles(place) {
  const info = await stat(path.join(rootDir, place)).catch(() => null);
  if (info === null) return [];
  if (info.isFile()) return NOT_BUILT.test(place) ? [] : [place];
  const names = (await readdir(path.join(rootDir, place))).toSorted();
  return (await Promise.all(names.map((name) => listFiles(`${place}/${name}`)))).flat();
}

async function hashSources() {
  const files = (await Promise.all(SOURCES.map(listFiles))).flat();
  // An editor's own file may be gone again by now.
  const contents = await Promise.all(files.map((file) => readFile(path.join(rootDir, file)).catch(() => "")));
  const hash = createHash("sha256");
  for (const [index, file] of files.entries())
    hash.update(`${file}\0${contents[index].length}\0`).update(contents[index]);
  return hash.digest("hex");
}

/** When the page was written: a build by other hands in between shows here. Null when there is none. */
async function builtAt() {
  const page = await stat(path.join(builtAppDir, "index.html")).catch(() => null);
  return page?.mtimeMs ?? null;
}

async function isBuilt(sources) {
  const page = await builtAt();
  if (page === null) return false;
  try {
    const notes = JSON.parse(await readFile(notesFile, "utf8"));
    return notes.sources === sources && notes.page === page;
  } catch {
    return false;
  }
}

/** Builds the app into `dist/full` when its sources changed since the last time. @returns the folder. @faults SetupFault */
export async function prepareBuild({ onStep, signal } = {}) {
  if (await isBuilt(await hashSources())) return builtAppDir;
  await step("Building the app", onStep, () =>
    withLock(path.join(cloneNotesDir, "build.lock"), signal, async () => {
      const sources = await hashSources();
      if (await isBuilt(sources)) return;
      const logFile = path.join(cacheDir, "logs/build.log");
      const { code } = await runNpm(["run", "build", "--", "--lenient"], { signal, logFile });
      if (code !== 0 || (await builtAt()) === null)
        throw new SetupFault(`The app could not be built: see ${logFile}, mend what it says and run this again.`);
      await mkdir(cloneNotesDir, { recursive: true });
      await writeFile(notesFile, JSON.stringify({ sources, page: await builtAt() }));
    }),
  );
  return builtAppDir;
}
