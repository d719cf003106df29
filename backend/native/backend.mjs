// `npm run backend`: federated sites for development, on this machine or in containers.
import { rm } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { requireEngine, startContainers, stopContainers, tellContainerLogs } from "../compose/containers.mjs";
import { backendHelp, readBackendOptions } from "./backendOptions.mjs";
import { builtAppDir, prepareBuild } from "./build.mjs";
import { runToEnd, watchForEnd } from "./ending.mjs";
import { SetupFault } from "./fault.mjs";
import { preparePackages } from "./packages.mjs";
import { cacheDir } from "./places.mjs";
import { createProgress } from "./progress.mjs";
import { REDIS_REMEDY } from "./redis.mjs";
import { askStatus, endRunning, findRunning, takeSitesLock } from "./running.mjs";
import { proxiedAddresses } from "./description.mjs";
import { listSites } from "./siteList.mjs";
import { checkPlaces, startSites } from "./sites.mjs";
import { tellLogs, tellSites, tellStatus } from "./telling.mjs";
import { trust } from "./trust.mjs";

const sitesDir = path.join(cacheDir, "sites");
const containersDir = path.join(cacheDir, "containers");
const write = (text) => process.stdout.write(text);
// Whoever reads only the first lines closes the pipe.
process.stdout.on("error", (error) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

async function prepareApp({ onStep, signal }) {
  await preparePackages({ onStep, signal });
  await prepareBuild({ onStep, signal });
}

/** Starts the sites on this machine, and keeps them until `signal` aborts. */
async function runNative({ count, port, hasNames, hasVault }, lock, signal) {
  const progress = createProgress(process.stdout);
  const { onStep } = progress;
  const onEnded = ({ name, code, logFile }) =>
    write(`  ! The ${name} ended by itself (${code}) and is started again: see ${logFile}.\n`);
  let running = null;
  try {
    await checkPlaces({ count, port, hasNames });
    await prepareApp({ onStep, signal });
    const options = { dir: sitesDir, appDir: builtAppDir, count, port, hasNames, hasVault, isMended: true };
    running = await startSites({ ...options, onStep, onEnded, signal });
    lock.setNote({ pid: process.pid, port });
    tellSites(write, running.sites);
    tellStatus(write, await running.readStatus());
    if (!running.hasRedis) write(`\n${REDIS_REMEDY}\n`);
    write(
      "\nBrowsers warn of the certificates until they are trusted: `npm run backend -- trust`. Ctrl+C ends the sites.\n",
    );
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    progress.end();
    await running?.stop();
    if (signal.aborted) write("Stopped.\n");
  }
}

async function runDocker({ count, port, hasVault }, signal) {
  const progress = createProgress(process.stdout);
  try {
    await requireEngine(signal);
    await prepareApp({ onStep: progress.onStep, signal });
    const about = { dir: containersDir, appDir: builtAppDir, count, port, hasVault };
    await startContainers({ ...about, onStep: progress.onStep, signal });
    const list = listSites({ count, hasNames: true });
    tellSites(
      write,
      list.map((site) => ({ addresses: proxiedAddresses({ ...site, port }) })),
    );
    write("\nThe containers go on by themselves: `npm run backend -- stop` ends them.\n");
  } finally {
    progress.end();
  }
}

async function start(options) {
  const signal = watchForEnd();
  const { lock, holder } = await takeSitesLock({ pid: process.pid, port: null });
  if (!lock) {
    write(`The sites run already, by process ${holder.pid}: \`npm run backend -- stop\` ends them.\n`);
    return;
  }
  const run = options.isDocker ? runDocker(options, signal) : runNative(options, lock, signal);
  await run.finally(() => lock.release());
}

async function stop() {
  const hadContainers = await stopContainers({ dir: containersDir });
  const hadSites = await endRunning();
  write(hadSites || hadContainers ? "The sites have ended.\n" : "No sites are running.\n");
}

async function status() {
  const running = await findRunning();
  if (running?.port == null) throw new SetupFault("No sites are running: `npm run backend` starts them.");
  tellStatus(write, await askStatus(running.port));
}

async function reset() {
  if ((await findRunning()) !== null) throw new SetupFault("The sites are running: `npm run backend -- stop` first.");
  await stopContainers({ dir: containersDir });
  await rm(sitesDir, { recursive: true, force: true });
  await rm(containersDir, { recursive: true, force: true });
  write("The sites' accounts and rooms are deleted. Their authority stays, so what trusts it still does.\n");
}

const commands = {
  start,
  stop,
  status,
  reset,
  async logs({ letter }) {
    const isTold = await tellContainerLogs({ dir: containersDir, letter });
    if (!isTold) await tellLogs(write, { dir: sitesDir, letter });
  },
  trust: ({ isInstalling }) => trust({ isInstalling, write }),
};

await runToEnd(async () => {
  const options = readBackendOptions(process.argv.slice(2));
  if (options.isHelp) write(backendHelp);
  else await commands[options.command](options);
});
