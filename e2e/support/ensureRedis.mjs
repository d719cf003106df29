import { existsSync } from "node:fs";
import path from "node:path";
import { run } from "./run.mjs";

const isThere = () =>
  (process.env.PATH ?? "").split(path.delimiter).some((dir) => existsSync(path.join(dir, "redis-server")));

/** Sees to it that tests can start a Redis: installs Debian's when we may. Throws a sentence with the remedy when we may not. */
export async function ensureRedis(say) {
  if (isThere()) return;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get"))
    throw new Error(
      "The authorisation service's tests need Redis: install it (Debian, Ubuntu: apt-get install redis-server).",
    );
  say("      Installing Redis ...");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run(["apt-get", "update", "-q"], { env });
  const { output } = await run(["apt-get", "install", "-y", "-q", "--no-install-recommends", "redis-server"], { env });
  if (!isThere()) throw new Error(`Redis could not be installed: ${output.trim().split("\n").at(-1)}`);
}
