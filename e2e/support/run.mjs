import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the whole repository. */
export const rootDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** The environment in which the installed tools, and the Node they need, come first. */
export function toolEnvironment(more = {}) {
  const bin = path.join(rootDir, "node_modules/.bin");
  return { ...process.env, ...more, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ""}` };
}

/**
 * Runs `command` in the repository and collects what it prints. Its whole process group ends with it, and after
 * `limitMs`. @returns its exit code (null when it was ended) and its output.
 */
export function run(command, { env = {}, limitMs = 900_000, onLine } = {}) {
  const [file, ...args] = command;
  const child = spawn(file, args, {
    cwd: rootDir,
    env: toolEnvironment(env),
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let output = "";
  const take = (chunk) => {
    output += chunk;
    onLine?.(String(chunk));
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  const timer = setTimeout(() => {
    output += `\n${file} did not end within ${limitMs / 1000} s`;
    endGroup(child, "SIGKILL");
  }, limitMs);
  return new Promise((resolve) => {
    const settle = (code) => {
      clearTimeout(timer);
      running.delete(child);
      endGroup(child, "SIGTERM");
      resolve({ code, output });
    };
    child.on("error", (error) => {
      output += String(error);
      settle(null);
    });
    child.on("close", settle);
  });
}

const running = new Set();

function endGroup(child, signal) {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch {
    // It is gone already.
  }
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.once(signal, () => {
    for (const child of running) endGroup(child, "SIGTERM");
    process.exit(130);
  });
}
