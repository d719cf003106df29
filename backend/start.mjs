// `npm start`: everything for a first look. Runs on Node 20 with nothing installed.
import { rm } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { builtAppDir, prepareBuild } from "./native/build.mjs";
import { runToEnd, watchForEnd } from "./native/ending.mjs";
import { SetupFault } from "./native/fault.mjs";
import { takeLock } from "./native/lock.mjs";
import { arePackagesInstalled, preparePackages } from "./native/packages.mjs";
import { cacheDir } from "./native/places.mjs";
import { isPortFree } from "./native/ports.mjs";
import { findSfu, hasSynapse } from "./native/prepare.mjs";
import { createProgress } from "./native/progress.mjs";
import { startSite } from "./native/site.mjs";
import { readStartOptions, startHelp } from "./native/startOptions.mjs";
import { findPython, requireDiskSpace, requireGo } from "./native/tools.mjs";

/** What a shell expects of a command that was interrupted. */
const INTERRUPTED = 130;

/** Finds out at once, before minutes of work, what a person has to mend first. */
async function checkFirst(port, signal) {
  if (port !== undefined && !(await isPortFree(port))) {
    throw new SetupFault(
      `Port ${port} is taken by another program: end that program, or name another port with --port.`,
    );
  }
  const [isPacked, sfu] = await Promise.all([arePackagesInstalled(), findSfu({ signal })]);
  if (!hasSynapse()) await findPython({ signal });
  if (sfu === null) await requireGo({ signal });
  if (!isPacked || !hasSynapse() || sfu === null) await requireDiskSpace();
}

/** Starts the site and keeps it until `signal` aborts. @faults SetupFault, also when a part ends by itself */
async function runSite({ options, lock, signal }) {
  const progress = createProgress(process.stdout);
  const onStep = (step) => {
    if (!signal.aborted) progress.onStep(step);
  };
  let site = null;
  try {
    await checkFirst(options.port, signal);
    const dir = path.join(cacheDir, "site");
    if (options.isReset) await rm(dir, { recursive: true, force: true });
    let onEnded;
    const end = new Promise((resolve) => {
      onEnded = resolve;
      signal.addEventListener("abort", () => resolve(null), { once: true });
    });
    const after = preparePackages({ onStep, signal }).then(() =>
      options.appDir === null ? prepareBuild({ onStep, signal }) : null,
    );
    site = await startSite({
      dir,
      appDir: options.appDir ?? builtAppDir,
      requiredAppPort: options.port,
      hasVault: options.hasVault,
      after,
      onStep,
      onEnded,
      signal,
    });
    lock.setNote({ pid: process.pid, address: site.addresses.app });
    progress.announce([site.addresses.app]);
    const ended = await end;
    if (ended !== null)
      throw new SetupFault(
        `The ${ended.name} ended by itself (${ended.code}): see ${ended.logFile}, and run this again.`,
      );
  } catch (error) {
    if (!signal.aborted) throw error;
    process.exitCode = site === null ? INTERRUPTED : 0;
  } finally {
    progress.end();
    await site?.stop();
    if (signal.aborted) process.stdout.write("Stopped.\n");
  }
}

async function start() {
  const options = readStartOptions(process.argv.slice(2));
  if (options.isHelp) {
    process.stdout.write(startHelp);
    return;
  }
  const signal = watchForEnd();
  const { lock, holder } = await takeLock(path.join(cacheDir, "site.lock"), { pid: process.pid, address: null });
  if (lock) {
    await runSite({ options, lock, signal }).finally(() => lock.release());
  } else if (holder.address === null) {
    process.stdout.write(`Parley is being started already, by process ${holder.pid}: its address will appear there.\n`);
  } else {
    process.stdout.write(`Parley is running already: ${holder.address}\n`);
  }
}

await runToEnd(start);
