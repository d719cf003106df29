import { existsSync } from "node:fs";
import { mkdir, statfs } from "node:fs/promises";
import path from "node:path";
import { SetupFault } from "./fault.mjs";
import { cacheDir, rootDir } from "./places.mjs";
import { run } from "./run.mjs";
import {
  isAtLeast,
  LIVEKIT_VERSION,
  OLDEST_GO,
  OLDEST_PYTHON,
  OLDEST_SQLITE,
  OLDEST_TYPESCRIPT_NODE,
} from "./versions.mjs";

/** What packages, Synapse, the SFU and Go's build cache take together on first set-up, in bytes. */
const FIRST_SETUP_BYTES = 2 * 1000 ** 3;

const ASK_PYTHON =
  "import sys, venv, ensurepip, sqlite3; print('%d.%d.%d' % sys.version_info[:3], sqlite3.sqlite_version)";

const PYTHON_COMMANDS = ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"];

/** Finds a Python that can run Synapse. @returns its command. @faults SetupFault */
export async function findPython({ signal } = {}) {
  const oldest = OLDEST_PYTHON.join(".");
  let found = null;
  for (const command of PYTHON_COMMANDS) {
    const { code, output } = await run(command, ["-c", ASK_PYTHON], { signal });
    if (code === null) continue;
    const [python, sqlite] = output.split(" ");
    if (code !== 0)
      found ??= `${command} lacks its venv module: install it (on Debian and Ubuntu the package python3-venv)`;
    else if (!isAtLeast(python, OLDEST_PYTHON))
      found ??= `${command} is ${python}: install a newer one (https://www.python.org/downloads/)`;
    else if (!isAtLeast(sqlite, OLDEST_SQLITE))
      found ??= `${command} has SQLite ${sqlite}: install a Python with SQLite ${OLDEST_SQLITE.join(".")} or newer`;
    else return command;
  }
  found ??= "none was found: install it (https://www.python.org/downloads/)";
  throw new SetupFault(`The homeserver needs Python ${oldest} or newer, but ${found} and run this again.`);
}

async function goVersion(signal) {
  const { code, output } = await run("go", ["env", "GOVERSION"], { signal });
  return code === 0 ? output.replace(/^go/, "") : null;
}

/** Whether there is a Go that can build the SFU. */
export async function hasGo({ signal } = {}) {
  const version = await goVersion(signal);
  return version !== null && isAtLeast(version, OLDEST_GO);
}

/** Makes sure that Go is there to build the SFU. @faults SetupFault */
export async function requireGo({ signal } = {}) {
  const version = await goVersion(signal);
  if (version !== null && isAtLeast(version, OLDEST_GO)) return;
  const found = version === null ? "none was found" : `the one found here is ${version}`;
  throw new SetupFault(
    `Building the SFU needs Go ${OLDEST_GO.join(".")} or newer, but ${found}: install Go (https://go.dev/dl/), livekit-server ${LIVEKIT_VERSION} or (on Linux) a container engine and run this again.`,
  );
}

/** Makes sure that a first set-up fits on the disk. @faults SetupFault */
export async function requireDiskSpace(dir = cacheDir) {
  await mkdir(dir, { recursive: true });
  const { bavail, bsize } = await statfs(dir);
  const free = bavail * bsize;
  if (free >= FIRST_SETUP_BYTES) return;
  throw new SetupFault(
    `The first start needs 2 GB of free disk space in ${dir}, but only ${(free / 1000 ** 3).toFixed(1)} GB are left: free some, or name another place in PARLEY_CACHE.`,
  );
}

/** The Node that runs our TypeScript: the one among the packages, else the one that runs now if it is new enough. @faults SetupFault */
export function findTypeScriptNode() {
  const packaged = path.join(rootDir, "node_modules/.bin/node");
  if (existsSync(packaged)) return packaged;
  if (isAtLeast(process.versions.node, OLDEST_TYPESCRIPT_NODE)) return process.execPath;
  throw new SetupFault(
    `On this kind of machine Parley needs Node ${OLDEST_TYPESCRIPT_NODE.join(".")} or newer, but this is ${process.versions.node}: install a newer one (https://nodejs.org/) and run this again.`,
  );
}
