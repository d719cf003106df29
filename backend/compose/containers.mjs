import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { authorityDir, makeCertificate } from "../native/certificate.mjs";
import { SetupFault } from "../native/fault.mjs";
import { rootDir } from "../native/places.mjs";
import { run } from "../native/run.mjs";
import { listSites, namesOf } from "../native/siteList.mjs";
import { step } from "../native/steps.mjs";
import { HOMESERVER_IMAGE, writeProject } from "./project.mjs";

const PROJECT = "parley-sites";

const composeArgs = (files) => ["compose", "-p", PROJECT, ...files.flatMap((file) => ["-f", file])];

/** Makes sure that containers can be run here. @faults SetupFault */
export async function requireEngine(signal) {
  const compose = await run("docker", ["compose", "version"], { signal });
  if (compose.code !== 0)
    throw new SetupFault(
      "Containers need Docker with its compose plug-in, which was not found: install it, or leave --docker out.",
    );
  const engine = await run("docker", ["info"], { signal });
  if (engine.code !== 0)
    throw new SetupFault("Docker is there, but its engine does not answer: start it and run this again.");
}

/** The compose files of sites that were started in containers; empty when none were. */
async function listProject(dir) {
  if (!existsSync(path.join(dir, "proxy.yaml"))) return [];
  const names = (await readdir(dir)).filter((name) => /^(proxy|site-[a-c])\.yaml$/.test(name));
  return names.toSorted().map((name) => path.join(dir, name));
}

/** The Python of the homeserver's image, with the folders it needs at their own paths. */
function pythonInContainer(folders) {
  const mounts = folders.flatMap((folder) => ["-v", `${folder}:${folder}`]);
  const user = typeof process.getuid === "function" ? ["-u", `${process.getuid()}:${process.getgid()}`] : [];
  return [
    "docker",
    "run",
    "--rm",
    ...user,
    ...mounts,
    "-v",
    `${rootDir}:${rootDir}:ro`,
    "--entrypoint",
    "python",
    HOMESERVER_IMAGE,
  ];
}

/** Starts `count` sites in containers; they outlive us. @faults SetupFault */
export async function startContainers({ dir, appDir, count, port, hasVault, onStep, signal }) {
  const proxyDir = path.join(dir, "proxy");
  const names = listSites({ count, hasNames: true }).flatMap(({ domain }) => namesOf(domain));
  await step("Making the certificate", onStep, () =>
    makeCertificate({ dir: proxyDir, python: pythonInContainer([proxyDir, authorityDir]), names, signal }),
  );
  const files = await writeProject({ dir, appDir, count, port, hasVault });
  await step("Starting the containers", onStep, async () => {
    const logFile = path.join(dir, "compose.log");
    const args = [...composeArgs(files), "up", "--detach", "--wait", "--remove-orphans"];
    const { code } = await run("docker", args, { signal, logFile });
    if (code !== 0) throw new SetupFault(`The containers did not come up: see ${logFile}.`);
  });
}

/** Ends and removes the containers; the sites' data stay. @returns whether there were any. @faults SetupFault */
export async function stopContainers({ dir }) {
  const files = await listProject(dir);
  if (files.length === 0) return false;
  const { code, output } = await run("docker", [...composeArgs(files), "down", "--remove-orphans"]);
  if (code !== 0) throw new SetupFault(`The containers were not ended: ${output}`);
  return true;
}

/** Writes the ends of the containers' logs, or of those of one site. @returns whether there are containers */
export async function tellContainerLogs({ dir, letter }) {
  const files = await listProject(dir);
  if (files.length === 0) return false;
  const parts = ["homeserver", "sfu", "auth-service", "redis"];
  const services = letter === null ? [] : parts.map((part) => `${part}-${letter}`);
  const child = spawn("docker", [...composeArgs(files), "logs", "--tail", "50", ...services], { stdio: "inherit" });
  await once(child, "exit");
  return true;
}
