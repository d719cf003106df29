import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { startSite } from "../../backend/native/site.mjs";
import { measureHomeserver } from "./scaling/homeserverCost.ts";
import { buildLoad, measureCrowd, startBareSfu } from "./scaling/loadedSfu.ts";

/** For how long each crowd is measured, in s. */
const SECONDS = 10;
/** How many people use the homeserver. */
const PEOPLE = 50;

/** Everybody sends and watches everybody; then a large room, in which few send or few pictures are on the screen. */
const crowds = [
  { people: 2, senders: 2, watched: 1 },
  { people: 5, senders: 5, watched: 4 },
  { people: 10, senders: 10, watched: 9 },
  { people: 25, senders: 25, watched: 4 },
  { people: 25, senders: 2, watched: 2 },
  { people: 25, senders: 0, watched: 0 },
];

const say = (line: string) => process.stdout.write(`${line}\n`);
const row = (cells: readonly string[]) => say(cells.map((cell) => cell.padStart(13)).join(""));

let dir: string;
test.beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "parley-bench-"));
});
test.afterEach(() => rm(dir, { recursive: true, force: true }));

test("what people in a room cost the SFU", async () => {
  test.setTimeout(900_000);
  const loadFile = await buildLoad(dir);
  row(["people", "who send", "watched", "tracks out", "packets/s", "Mbit/s", "CPU", "CPU a track", "memory"]);
  for (const crowd of crowds) {
    const sfu = await startBareSfu(dir); // a fresh one: it keeps those who vanished for a while
    try {
      const cost = await measureCrowd(sfu, loadFile, crowd, SECONDS);
      row([
        ...[crowd.people, crowd.senders, crowd.watched, cost.tracks].map(String),
        cost.packetsPerSecond.toFixed(0),
        cost.mbitPerSecond.toFixed(1),
        `${(cost.cpuMs / 10).toFixed(1)} %`,
        cost.tracks === 0 ? "" : `${(cost.cpuMs / 10 / cost.tracks).toFixed(3)} %`,
        `${cost.memoryMb.toFixed(0)} MiB`,
      ]);
      expect(cost.cpuMs).toBeGreaterThan(0);
    } finally {
      await sfu.part.kill();
    }
  }
});

test("what joining costs the homeserver", async () => {
  test.setTimeout(600_000);
  const names = ["app", "homeserver", "federation", "authService", "sfu", "sfuUdp"];
  const ports = Object.fromEntries(names.map((name) => [name, 0]));
  const site = await startSite({
    dir,
    appDir: path.resolve(import.meta.dirname, "../../dist/full"),
    rateLimits: "generous",
    ports,
  });
  try {
    const { costs, memoryMb } = await measureHomeserver(site, PEOPLE);
    for (const { what, cpuMs } of costs) say(`${what.padEnd(56)}${cpuMs.toFixed(1).padStart(8)} ms`);
    say(`memory of the homeserver, with ${PEOPLE} people in one room: ${memoryMb.toFixed(0)} MiB`);
    expect(costs.every(({ cpuMs }) => cpuMs >= 0)).toBe(true);
  } finally {
    await site.stop();
  }
});
