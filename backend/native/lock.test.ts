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

test("the second is told what the first says of itself", async () => {
  const file = await lockFile();
  const { lock } = await takeLock(file, { address: null });
  expect(await takeLock(file)).toEqual({ holder: { address: null } });
  lock.setNote({ address: "http://localhost:1" });
  expect(await takeLock(file)).toEqual({ holder: { address: "http://localhost:1" } });
  await lock.release();
});

test("a released lock can be taken again", async () => {
  const file = await lockFile();
  await (await takeLock(file)).lock.release();
  const { lock } = await takeLock(file);
  expect(lock).toBeDefined();
  await lock.release();
});

test.each([
  ["of a process that is gone", JSON.stringify({ pid: 1, port: 1, token: "x" })],
  ["that is broken", "{"],
])("a file %s is no lock", async (_, content) => {
  const file = await lockFile();
  await (await takeLock(file)).lock.release();
  await writeFile(file, content);
  const { lock } = await takeLock(file);
  expect(lock).toBeDefined();
  await lock.release();
});

test("a port that somebody else took over since is no lock", async () => {
  const [mine, theirs] = [await lockFile(), await lockFile()];
  const { lock } = await takeLock(theirs);
  onTestFinished(() => lock.release());
  await (await takeLock(mine)).lock.release();
  await writeFile(mine, JSON.stringify({ ...JSON.parse(await readFile(theirs, "utf8")), token: "another" }));
  const { lock: taken } = await takeLock(mine);
  expect(taken).toBeDefined();
  await taken.release();
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
