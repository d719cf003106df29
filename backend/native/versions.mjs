/** The homeserver release that the local site runs. */
export const SYNAPSE_VERSION = "1.163.2";

/** The SFU release that the local site runs; the newest that builds from the Go proxy alone. Kept equal to `backend/sfu/go.mod`. */
export const LIVEKIT_VERSION = "1.13.5";

/** The oldest Python that Synapse's wheels are made for. */
export const OLDEST_PYTHON = [3, 10];

/** The oldest SQLite that sticky events (MSC4354) work on. */
export const OLDEST_SQLITE = [3, 40];

/** The oldest Go that can fetch the toolchain which `backend/sfu/go.mod` asks for. */
export const OLDEST_GO = [1, 21];

/** The oldest Node that runs TypeScript files as they are. */
export const OLDEST_TYPESCRIPT_NODE = [22, 18];

/** Whether the dotted `version` is at least `oldest`, part by part. */
export function isAtLeast(version, oldest) {
  const parts = version.split(".").map((part) => Number.parseInt(part, 10));
  for (const [index, wanted] of oldest.entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}
