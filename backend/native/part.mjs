import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { SetupFault } from "./fault.mjs";
import { endGroup, signalGroup, spawnKept } from "./keeper.mjs";

/** How long a part gets to answer after it was started, in ms: a homeserver's first migrations take 15 s on two slow cores. */
const READY_TIMEOUT_MS = 120_000;

async function answers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/**
 * One server of a site, as a process that can be started, ended, killed and paused.
 * `healthUrl` answers with 2xx once it is ready, or `isReady` says so of a server that speaks no HTTP; `onEnded({ name, code, logFile })` hears of an end that nobody here ordered.
 */
export function createPart({ name, command, args, env, cwd, healthUrl, isReady, logFile, log, onEnded }) {
  let child = null;
  const askHealth = isReady ?? (() => answers(healthUrl));

  function spawnProcess() {
    const output = openSync(logFile, "a");
    const started = spawnKept(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", output, output],
    });
    closeSync(output);
    child = started;
    started.once("error", (error) => {
      if (child === started) child = null;
      log?.(`${name}: ${error.message}`);
    });
    started.once("exit", (code, signal) => {
      if (child !== started) return; // ended by us
      child = null;
      log?.(`${name} ended by itself (${signal ?? code})`);
      onEnded?.({ name, code: code ?? signal, logFile });
    });
    return started;
  }

  /** Lets go of the process first, so that its end counts as ordered. */
  function letGo() {
    const ours = child;
    child = null;
    return ours;
  }

  return {
    name,
    logFile,
    /** Whether it answers now. */
    askHealth,
    /** The process id; null when it is not running. */
    get pid() {
      return child?.pid ?? null;
    },
    get isRunning() {
      return child !== null;
    },
    /** Starts it unless it runs, and waits until it answers. @faults SetupFault when it ends or stays silent instead. */
    async start({ signal } = {}) {
      if (child !== null) return;
      const started = spawnProcess();
      const deadline = performance.now() + READY_TIMEOUT_MS;
      while (!(await askHealth())) {
        signal?.throwIfAborted();
        if (child !== started) throw new SetupFault(`The ${name} ended while it was starting: see ${logFile}.`);
        if (performance.now() > deadline) {
          await endGroup(letGo());
          throw new SetupFault(
            `The ${name} did not answer${healthUrl ? ` at ${healthUrl}` : ""} in ${READY_TIMEOUT_MS / 1000} s: see ${logFile}.`,
          );
        }
        await delay(100, undefined, { signal });
      }
      log?.(`${name} is ready`);
    },
    /** Ends it in an orderly way. */
    async stop() {
      const ours = letGo();
      if (ours) await endGroup(ours);
    },
    /** Ends it the hard way, as a crash would, and waits until it is gone. */
    async kill() {
      const ours = letGo();
      if (!ours) return;
      const gone = once(ours, "exit");
      if (signalGroup(ours, "SIGKILL")) await gone;
    },
    /** Freezes it: connections stay open and nothing is answered. */
    pause() {
      if (child) signalGroup(child, "SIGSTOP");
    },
    /** Lets a paused one go on. */
    resume() {
      if (child) signalGroup(child, "SIGCONT");
    },
  };
}
