import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** How long a holder gets to answer who it is. */
const ANSWER_TIMEOUT_MS = 2000;

/** Asks the process behind a lock file for its note; null when there is none any more, so the file is a left-over. */
function askHolder({ port, token }) {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect({ port, host: "127.0.0.1", timeout: ANSWER_TIMEOUT_MS });
    socket.setEncoding("utf8");
    socket.on("data", (part) => (text += part));
    socket.on("error", () => resolve(null));
    socket.on("timeout", () => socket.destroy());
    socket.on("close", () => {
      try {
        const answer = JSON.parse(text);
        resolve(answer.token === token ? answer.note : null);
      } catch {
        resolve(null);
      }
    });
  });
}

async function readLock(file) {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return null;
  }
}

async function linkIfAbsent(from, to) {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Takes the lock `file` until `release()` or the end of this process, however it ends: what counts is that its holder answers
 * on a loopback port, not that a file is there.
 * @returns `{ lock: { setNote, release } }`, or `{ holder: note }` when another process has it.
 */
export async function takeLock(file, note = {}) {
  await mkdir(path.dirname(file), { recursive: true });
  const token = randomBytes(16).toString("hex");
  let current = note;
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.end(JSON.stringify({ token, note: current }));
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen({ port: 0, host: "127.0.0.1" }, resolve));
  server.unref();
  const content = JSON.stringify({ pid: process.pid, port: server.address().port, token });
  // Written aside and linked into place, so that nobody ever reads half of it.
  const draft = `${file}.${token}`;
  await writeFile(draft, content);
  try {
    while (!(await linkIfAbsent(draft, file))) {
      const other = await readLock(file);
      const holder = other === null ? null : await askHolder(other);
      if (holder !== null) {
        server.close();
        return { holder };
      }
      await rm(file, { force: true });
    }
  } finally {
    await rm(draft, { force: true });
  }
  return {
    lock: {
      setNote(next) {
        current = next;
      },
      async release() {
        server.close();
        if ((await readLock(file))?.token === token) await rm(file, { force: true });
      },
    },
  };
}

/** Runs `work` alone among all processes that use the same `file`, waiting for the others first. */
export async function withLock(file, signal, work) {
  for (;;) {
    signal?.throwIfAborted();
    const { lock } = await takeLock(file);
    if (lock) {
      try {
        return await work();
      } finally {
        await lock.release();
      }
    }
    await delay(300, undefined, { signal });
  }
}
