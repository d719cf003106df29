import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { chromiumArgs, chromiumPath } from "../support/chromium.ts";
import { benchCases, type Side } from "./crypto/benchCases.ts";
import { serveBench } from "./crypto/benchSite.ts";
import { workerCpuMs } from "./crypto/threadTime.ts";
import { medianOf } from "./measures.ts";

test.use({
  launchOptions: { executablePath: chromiumPath(), args: [...chromiumArgs, "--js-flags=--expose-gc"] },
});

const rounds = 15;
const callRounds = 3;
const callMs = 6_000;
const firefox = process.env["PARLEY_FIREFOX"] ?? "/usr/bin/firefox-esr";
const lines: string[] = [];

function addRow(name: string, livekit: readonly number[], ours: readonly number[], count: number): void {
  const ratios = livekit.map((ms, round) => ms / (ours[round] ?? Number.NaN));
  const perFrame = (times: readonly number[]) => `${((medianOf(times) * 1000) / count).toFixed(1)} µs`;
  lines.push(`| ${name} | ${perFrame(livekit)} | ${perFrame(ours)} | x${medianOf(ratios).toFixed(2)} |`);
}

test("frames through LiveKit's worker and ours", async ({ browser }) => {
  test.setTimeout(600_000);
  const site = await serveBench();
  const page = await browser.newPage();
  await page.goto(site.url);
  lines.push(`Chromium ${browser.version()}, ${cpus().length} x ${cpus()[0]?.model ?? "unknown"}`, "");
  lines.push("| case | LiveKit | Parley | ratio |", "| --- | --- | --- | --- |");
  for (const benchCase of benchCases) {
    const times: Record<Side, number[]> = { livekit: [], ours: [], floor: [] };
    for (let round = 0; round <= rounds; round += 1) {
      for (const side of round % 2 ? (["ours", "livekit"] as const) : (["livekit", "ours"] as const)) {
        await page.evaluate((request) => window.bench(request), { kind: "prepare", benchCase } as const);
        const before = await workerCpuMs(browser);
        await page.evaluate((request) => window.bench(request), { kind: "burst", side, benchCase } as const);
        if (round > 0) times[side].push((await workerCpuMs(browser)) - before);
      }
    }
    addRow(benchCase.name, times.livekit, times.ours, benchCase.count);
  }

  const cpu: Record<Side, number[]> = { floor: [], livekit: [], ours: [] };
  const p99: Record<Side, number[]> = { floor: [], livekit: [], ours: [] };
  for (let round = 0; round < callRounds; round += 1) {
    for (const side of ["floor", "livekit", "ours"] as const) {
      const before = await workerCpuMs(browser);
      const run = await page.evaluate((request) => window.bench(request), {
        kind: "call",
        side,
        spanMs: callMs,
      } as const);
      cpu[side].push(((await workerCpuMs(browser)) - before) / run.totalMs);
      const sorted = run.latenciesMs.toSorted((a, b) => a - b);
      p99[side].push(sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN);
    }
  }
  const floor = medianOf(cpu.floor);
  const [livekit, ours] = [medianOf(cpu.livekit) - floor, medianOf(cpu.ours) - floor];
  const share = (value: number) => `${(value * 100).toFixed(1)} %`;
  lines.push(
    `| call of 25, CPU above the harness (${share(floor)}) | ${share(livekit)} | ${share(ours)} | x${(livekit / ours).toFixed(2)} |`,
  );
  const [theirs, own] = [medianOf(p99.livekit), medianOf(p99.ours)];
  lines.push(
    `| call of 25, latency p99 | ${theirs.toFixed(2)} ms | ${own.toFixed(2)} ms | x${(theirs / own).toFixed(2)} |`,
  );
  await page.close();
  await site.close();
  expect(ours).toBeLessThan(livekit);
});

test("the same in Firefox", async () => {
  test.setTimeout(600_000);
  if (!existsSync(firefox)) {
    lines.push("", `No Firefox: ${firefox} is not there.`);
    return;
  }
  const site = await serveBench();
  const profile = await mkdtemp(path.join(tmpdir(), "parley-firefox-"));
  const version = execFileSync(firefox, ["--version"], { encoding: "utf8" }).trim();
  const running = spawn(firefox, ["--headless", "--no-remote", "--profile", profile, `${site.url}?rounds=${rounds}`], {
    stdio: "ignore",
  });
  try {
    const totals = (await site.result) as Record<string, { livekit: number[]; ours: number[] }>;
    lines.push("", version, "", "| case | LiveKit | Parley | ratio |", "| --- | --- | --- | --- |");
    for (const { name, count } of benchCases)
      addRow(name, totals[name]?.livekit ?? [], totals[name]?.ours ?? [], count);
  } finally {
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill();
    await ended;
    await site.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});

test.afterAll(() => {
  process.stdout.write(`${lines.join("\n")}\n`);
});
