import { mkdir, rename } from "node:fs/promises";
import path from "node:path";
import { SetupFault } from "./fault.mjs";
import { run } from "./run.mjs";
import { LIVEKIT_VERSION } from "./versions.mjs";

const ENGINES = ["docker", "podman"];
const IMAGE = `docker.io/livekit/livekit-server:v${LIVEKIT_VERSION}`;

/** A container engine that answers; null when there is none, or where its images hold no program for this system. */
export async function findEngine({ signal, platform = process.platform } = {}) {
  if (platform !== "linux") return null;
  for (const engine of ENGINES) {
    const { code } = await run(engine, ["version"], { signal });
    if (code === 0) return engine;
  }
  return null;
}

/**
 * Takes the SFU's program out of its container image: it is one file without libraries, so that it runs here like a built
 * one, and no container is left. @faults SetupFault
 */
export async function takeSfuFromImage(engine, binary, { signal, logFile } = {}) {
  const ask = (...args) => run(engine, args, { signal, logFile });
  const draft = `${binary}.new`;
  await mkdir(path.dirname(binary), { recursive: true });
  const made = await ask("create", IMAGE);
  // Pulling writes its progress before the id, which comes last.
  const container = made.output.split(/\s+/).at(-1) ?? "";
  const copied = made.code === 0 ? await ask("cp", `${container}:/livekit-server`, draft) : made;
  if (made.code === 0) await ask("rm", container);
  if (copied.code !== 0) {
    throw new SetupFault(
      `The SFU (LiveKit ${LIVEKIT_VERSION}) could not be taken from ${IMAGE} with ${engine}: see ${logFile}, or install Go (https://go.dev/dl/) and run this again.`,
    );
  }
  await rename(draft, binary);
}
