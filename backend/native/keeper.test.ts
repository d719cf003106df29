import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";

const keeperUrl = new URL("./keeper.mjs", import.meta.url).href;

/** A process that starts two children, one of which hears no signal but SIGKILL, and tells their ids. */
const parentScript = `
  import { spawnKept } from ${JSON.stringify(keeperUrl)};
  const stubborn = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6); process.stdout.write('up')";
  const children = [0, 1].map(() => spawnKept(process.execPath, ["-e", stubborn], { stdio: ["ignore", "pipe", "inherit"] }));
  await Promise.all(children.map((child) => new Promise((resolve) => child.stdout.once("data", resolve))));
  process.kill(children[1].pid, "SIGSTOP");
  process.stdout.write(JSON.stringify(children.map((child) => child.pid)));
`;

test("children end with a parent that is killed, even those that are paused", async () => {
  const parent = spawn(process.execPath, ["--input-type=module", "-e", parentScript], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [line] = (await once(parent.stdout, "data")) as [Buffer];
  expect(JSON.parse(line.toString())).toEqual([expect.any(Number), expect.any(Number)]);
  parent.kill("SIGKILL");
  // The children hold the other end of this pipe, so it closes when the last of them is gone.
  await once(parent.stderr, "close");
});
