// `npm run backend`: federated sites for development, two unless a number is given.
import path from "node:path";
import process from "node:process";
import { builtAppDir, prepareBuild } from "./build.mjs";
import { runToEnd, watchForEnd } from "./ending.mjs";
import { SetupFault } from "./fault.mjs";
import { takeLock } from "./lock.mjs";
import { preparePackages } from "./packages.mjs";
import { cacheDir } from "./places.mjs";
import { createProgress } from "./progress.mjs";
import { preferredPorts, startSite } from "./site.mjs";

/** How far the ports of one site are from those of the next, and of the first from those of `npm start`. */
const PORT_STRIDE = 200;
const MOST_SITES = 9;

function readCount([text = "2"]) {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 2 && count <= MOST_SITES) return count;
  throw new SetupFault(`The number of sites must be from 2 to ${MOST_SITES}, not "${text}".`);
}

function portsOf(index) {
  return Object.fromEntries(Object.entries(preferredPorts).map(([name, port]) => [name, port + index * PORT_STRIDE]));
}

async function runSites({ count, signal }) {
  const progress = createProgress(process.stdout);
  let onEnded;
  const end = new Promise((resolve) => {
    onEnded = resolve;
    signal.addEventListener("abort", () => resolve(null), { once: true });
  });
  const { onStep } = progress;
  const sites = [];
  try {
    await preparePackages({ onStep, signal });
    await prepareBuild({ onStep, signal });
    // One after the other: what the first prepares, the next ones find.
    for (let index = 1; index <= count; index += 1) {
      const dir = path.join(cacheDir, `sites/${index}`);
      sites.push(await startSite({ dir, appDir: builtAppDir, ports: portsOf(index), onStep, onEnded, signal }));
    }
    progress.announce(sites.map(({ addresses }) => `${addresses.app}   accounts of ${addresses.homeserverName}`));
    const ended = await end;
    if (ended !== null)
      throw new SetupFault(`The ${ended.name} ended by itself (${ended.code}): see ${ended.logFile}.`);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    progress.end();
    await Promise.all(sites.map((site) => site.stop()));
  }
}

await runToEnd(async () => {
  const count = readCount(process.argv.slice(2));
  const signal = watchForEnd();
  const { lock } = await takeLock(path.join(cacheDir, "sites.lock"));
  if (!lock) {
    process.stdout.write("The federated sites are running already.\n");
    return;
  }
  await runSites({ count, signal }).finally(() => lock.release());
});
