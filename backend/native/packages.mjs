import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { SetupFault } from "./fault.mjs";
import { withLock } from "./lock.mjs";
import { cacheDir, cloneNotesDir, rootDir } from "./places.mjs";
import { run } from "./run.mjs";
import { step } from "./steps.mjs";

async function readPackages(file) {
  try {
    const { packages } = JSON.parse(await readFile(path.join(rootDir, file), "utf8"));
    return packages;
  } catch {
    return null;
  }
}

/** Whether what is installed is what the lock file says, by npm's own record; packages for other machines may be absent. */
export async function arePackagesInstalled() {
  const [wanted, installed] = await Promise.all([
    readPackages("package-lock.json"),
    readPackages("node_modules/.package-lock.json"),
  ]);
  if (wanted === null || installed === null) return false;
  return Object.entries(wanted).every(([place, { version, optional, devOptional }]) => {
    if (place === "") return true;
    const found = installed[place];
    return found === undefined ? Boolean(optional || devOptional) : found.version === version;
  });
}

/** npm, as the program that started us knows it, else the one on the PATH. */
function npmCommand() {
  const { npm_execpath: script } = process.env;
  return script && existsSync(script) && script.endsWith(".js") ? [process.execPath, script] : ["npm"];
}

/** Runs npm in the repository. */
export function runNpm(args, { signal, logFile } = {}) {
  const [command, ...first] = npmCommand();
  return run(command, [...first, ...args], { cwd: rootDir, signal, logFile });
}

/**
 * Installs the packages when the lock file says something else than what is there.
 * Not with `npm ci`: that empties `node_modules`, where the cache may be; `--no-save` leaves the lock file alone just as well.
 * @faults SetupFault
 */
export async function preparePackages({ onStep, signal } = {}) {
  if (await arePackagesInstalled()) return;
  await step("Installing packages", onStep, () =>
    withLock(path.join(cloneNotesDir, "packages.lock"), signal, async () => {
      if (await arePackagesInstalled()) return;
      const logFile = path.join(cacheDir, "logs/packages.log");
      const { code } = await runNpm(["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"], {
        signal,
        logFile,
      });
      if (code !== 0)
        throw new SetupFault(
          `The packages could not be installed with npm: see ${logFile}, check the connection to the package registry and run this again.`,
        );
    }),
  );
}
