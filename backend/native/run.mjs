import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { endGroup, spawnKept } from "./keeper.mjs";

/** How much of a failed command's output is kept to show. */
const KEPT_OUTPUT_CHARACTERS = 4000;

/**
 * Runs a command to its end. @returns `{ code, output }`, where `code` is null when it could not be started or was ended by a signal,
 * and `output` the end of what it wrote. With `logFile`, everything it writes goes there too.
 */
export async function run(command, args, { cwd, env, signal, logFile } = {}) {
  signal?.throwIfAborted();
  if (logFile) await mkdir(path.dirname(logFile), { recursive: true });
  const file = logFile ? createWriteStream(logFile) : null;
  const child = spawnKept(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output = (output + text).slice(-KEPT_OUTPUT_CHARACTERS);
      file?.write(text);
    });
  }
  const abort = () => void endGroup(child, { graceMs: 2000 });
  signal?.addEventListener("abort", abort, { once: true });
  const code = await new Promise((resolve) => {
    child.once("error", () => resolve(null));
    child.once("close", resolve);
  });
  signal?.removeEventListener("abort", abort);
  file?.end();
  signal?.throwIfAborted();
  return { code, output: output.trim() };
}
