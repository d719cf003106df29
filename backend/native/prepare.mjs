import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { SetupFault } from "./fault.mjs";
import { withLock } from "./lock.mjs";
import { cacheDir, rootDir } from "./places.mjs";
import { run } from "./run.mjs";
import { step } from "./steps.mjs";
import { findEngine, takeSfuFromImage } from "./sfuImage.mjs";
import { findPython, hasGo, requireGo } from "./tools.mjs";
import { LIVEKIT_VERSION, SYNAPSE_VERSION } from "./versions.mjs";

const synapseDir = path.join(cacheDir, `synapse-${SYNAPSE_VERSION}`);
const synapseStamp = path.join(synapseDir, "ready");
const synapsePython = path.join(synapseDir, "bin/python");
const sfuDir = path.join(cacheDir, `livekit-${LIVEKIT_VERSION}`);
const sfuBinary = path.join(sfuDir, "livekit-server");

/** Whether the cache has a Synapse that was installed to the end. */
export function hasSynapse() {
  return existsSync(synapseStamp) && existsSync(synapsePython);
}

async function installSynapse(signal) {
  const python = await findPython({ signal });
  const logFile = path.join(cacheDir, "logs/synapse-install.log");
  await rm(synapseDir, { recursive: true, force: true });
  const made = await run(python, ["-m", "venv", synapseDir], { signal, logFile });
  if (made.code !== 0) {
    throw new SetupFault(
      `Python could not make an environment for the homeserver: see ${logFile} (on Debian and Ubuntu, install python3-venv) and run this again.`,
    );
  }
  const args = [
    "-m",
    "pip",
    "install",
    "--no-input",
    "--disable-pip-version-check",
    "--prefer-binary",
    `matrix-synapse==${SYNAPSE_VERSION}`,
  ];
  const installed = await run(synapsePython, args, { signal, logFile });
  if (installed.code !== 0) {
    throw new SetupFault(
      `Synapse ${SYNAPSE_VERSION} could not be installed with pip: see ${logFile}, check the connection to the package index and run this again.`,
    );
  }
  await writeFile(synapseStamp, "");
}

/** Installs Synapse into the cache unless it is there. @returns the Python that runs it. @faults SetupFault */
export async function prepareSynapse({ onStep, signal } = {}) {
  if (!hasSynapse()) {
    await step(`Installing the homeserver (Synapse ${SYNAPSE_VERSION})`, onStep, () =>
      withLock(`${synapseDir}.lock`, signal, async () => {
        if (!hasSynapse()) await installSynapse(signal);
      }),
    );
  }
  return synapsePython;
}

async function isFittingSfu(command, signal) {
  const { code, output } = await run(command, ["--version"], { signal });
  return code === 0 && output.split(/\s+/).includes(LIVEKIT_VERSION);
}

/** The SFU that is there already, on the PATH or in the cache; null when it must be built. */
export async function findSfu({ signal } = {}) {
  if (await isFittingSfu("livekit-server", signal)) return "livekit-server";
  return existsSync(sfuBinary) ? sfuBinary : null;
}

async function buildSfu(signal) {
  await requireGo({ signal });
  await mkdir(sfuDir, { recursive: true });
  const logFile = path.join(cacheDir, "logs/sfu-build.log");
  const draft = `${sfuBinary}.new`;
  const { code } = await run("go", ["build", "-o", draft, "github.com/livekit/livekit-server/cmd/server"], {
    cwd: path.join(rootDir, "backend/sfu"),
    env: { GOFLAGS: "-buildvcs=false" },
    signal,
    logFile,
  });
  if (code !== 0) {
    throw new SetupFault(
      `The SFU (LiveKit ${LIVEKIT_VERSION}) could not be built with Go: see ${logFile}, check the connection to the module proxy and run this again.`,
    );
  }
  await rename(draft, sfuBinary);
}

/**
 * Brings the SFU into the cache unless one is there: built with Go, or without Go taken from its container image.
 * @returns its command. @faults SetupFault
 */
export async function prepareSfu({ onStep, signal } = {}) {
  const found = await findSfu({ signal });
  if (found !== null) return found;
  const engine = (await hasGo({ signal })) ? null : await findEngine({ signal });
  const logFile = path.join(cacheDir, "logs/sfu-image.log");
  const bring = () => (engine === null ? buildSfu(signal) : takeSfuFromImage(engine, sfuBinary, { signal, logFile }));
  const name = engine === null ? "Building the SFU" : `Fetching the SFU with ${engine}`;
  await step(`${name} (LiveKit ${LIVEKIT_VERSION})`, onStep, () =>
    withLock(`${sfuDir}.lock`, signal, async () => {
      if (!existsSync(sfuBinary)) await bring();
    }),
  );
  return sfuBinary;
}
