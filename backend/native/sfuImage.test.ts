import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findEngine, takeSfuFromImage } from "./sfuImage.mjs";

let dir = "";
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "parley-engine-"));
});
afterEach(() => rm(dir, { recursive: true }));

/** A stand-in for an engine's command line: there is none to be had where this runs. */
async function engineThat(cp: string): Promise<string> {
  const engine = path.join(dir, "engine");
  await writeFile(
    engine,
    `#!/bin/sh
echo "$@" >> ${dir}/calls
case "$1" in
  create) echo "Pulling from livekit"; echo 0123456789ab;;
  cp) ${cp};;
esac
`,
  );
  await chmod(engine, 0o755);
  return engine;
}

test("the program is copied out of the image, and no container is left", async () => {
  const binary = path.join(dir, "cache/livekit-server");
  await takeSfuFromImage(await engineThat('echo program > "$3"'), binary, { logFile: path.join(dir, "log") });
  expect(await readFile(binary, "utf8")).toBe("program\n");
  const calls = (await readFile(path.join(dir, "calls"), "utf8")).trim().split("\n");
  expect(calls.map((call) => call.split(" ")[0])).toEqual(["create", "cp", "rm"]);
  expect(calls.at(-1)).toBe("rm 0123456789ab");
});

test("an image that cannot be had is one sentence with the remedy, and leaves nothing half done", async () => {
  const binary = path.join(dir, "cache/livekit-server");
  const engine = await engineThat("exit 1");
  const logFile = path.join(dir, "log");
  await expect(takeSfuFromImage(engine, binary, { logFile })).rejects.toThrow(/could not be taken from .*install Go/);
  expect(await readdir(path.dirname(binary))).toEqual([]);
});

test("an engine helps only where its programs run", async () => {
  expect(await findEngine({ platform: "darwin" })).toBe(null);
});
