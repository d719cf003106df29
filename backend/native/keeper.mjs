import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const watchdogFile = fileURLToPath(new URL("./watchdog.mjs", import.meta.url));

/** The one process that outlives us just long enough to end our children. Started with the first child. */
let watchdog = null;

function startWatchdog() {
  const child = spawn(process.execPath, [watchdogFile], { stdio: ["pipe", "ignore", "ignore"], detached: true });
  child.unref();
  child.stdin.unref();
  child.on("error", () => {});
  // A watchdog that somebody killed is replaced at the next spawn; what it watched still ends with an orderly stop.
  child.stdin.on("error", () => {});
  child.on("exit", () => {
    if (watchdog === child) watchdog = null;
  });
  return child;
}

function tell(line) {
  watchdog ??= startWatchdog();
  watchdog.stdin.write(`${line}\n`);
}

/**
 * Spawns `command` in a process group of its own, which is killed when this process ends in whatever way, also by SIGKILL.
 * Signals for the group go through `signalGroup`.
 */
export function spawnKept(command, args, options = {}) {
  tell("ready");
  const child = spawn(command, args, { ...options, detached: true });
  if (child.pid !== undefined) {
    const { pid } = child;
    tell(`+${pid}`);
    child.once("exit", () => tell(`-${pid}`));
  }
  return child;
}

/** Sends `signal` to the whole group of `child`; says whether anybody was there to get it. */
export function signalGroup(child, signal) {
  if (child.pid === undefined) return false;
  try {
    process.kill(-child.pid, signal);
    return true;
  } catch (error) {
    if (error.code === "ESRCH") return false;
    throw error;
  }
}

/** Ends `child` and its group: asks first, insists after `graceMs`. Resolves when it is gone. */
export async function endGroup(child, { signal = "SIGTERM", graceMs = 5000 } = {}) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  signalGroup(child, signal);
  signalGroup(child, "SIGCONT"); // a paused process hears nothing else
  const timer = setTimeout(() => signalGroup(child, "SIGKILL"), graceMs);
  await gone;
  clearTimeout(timer);
}
