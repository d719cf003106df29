import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { takeLock, withLock } from "./lock.mjs";

async function lockFile(): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), "parley-lock-"));
  onTestFinished(() => rm(dir, { recursive: true }));
  return path.join(dir, "deep/site.lock");
}

/** Takes the lock, which must be free. */
async function takeFree(file: string) {
  const { lock } = await takeLock(file);
  if (lock === undefined) throw new Error("the lock is held");
  return lock;
}

test("the second is told what the first says of itself", async () => {
  const file = await lockFile();
  const lock = await takeFree(file);
  lock.setNote({ address: null });
  expect(await takeLock(file)).toEqual({ holder: { address: null } });
  lock.setNote({ address: "http://localhost:1" });
  expect(await takeLock(file)).toEqual({ holder: { address: "http://localhost:1" } });
  await lock.release();
});

test("a released lock can be taken again", async () => {
  const file = await lockFile();
  await (await takeFree(file)).release();
  await (await takeFree(file)).release();
  await expect(readFile(file)).rejects.toThrow("ENOENT");
});

test.each([
  ["of a process that is gone", JSON.stringify({ pid: 1, port: 1, token: "x" })],
  ["that is broken", "{"],
])("a file %s is no lock", async (_, content) => {
  const file = await lockFile();
  await (await takeFree(file)).release();
  await writeFile(file, content);
  const lock = await takeFree(file);
  expect(await takeLock(file)).toHaveProperty("holder");
  await lock.release();
});

test("a port that somebody else took over since is no lock", async () => {
  const [mine, theirs] = [await lockFile(), await lockFile()];
  const other = await takeFree(theirs);
  onTestFinished(() => other.release());
  await (await takeFree(mine)).release();
  await writeFile(mine, JSON.stringify({ ...JSON.parse(await readFile(theirs, "utf8")), token: "another" }));
  const lock = await takeFree(mine);
  expect(await takeLock(mine)).toHaveProperty("holder");
  await lock.release();
});

test("work under one lock never overlaps", async () => {
  const file = await lockFile();
  const seen: string[] = [];
  const work = (name: string) =>
    withLock(file, undefined, async () => {
      seen.push(`${name} begins`);
      await new Promise(setImmediate);
      seen.push(`${name} ends`);
    });
  await Promise.all([work("a"), work("b")]);
  expect(seen).toHaveLength(4);
  expect(seen[1]).toBe(seen[0]?.replace("begins", "ends"));
});
