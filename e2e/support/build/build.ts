import { readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import webpack, { type MultiStats } from "webpack";
import { createConfigs } from "../../../webpack.config.ts";
import { checkBudgets } from "./budgets.ts";
import { compressTree } from "./compress.ts";
import { writeLicences } from "./licences.ts";
import { writeSite } from "./site.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const finished = path.join(root, "dist/full");
const watches = process.argv.includes("--watch");
/** With `--lenient` a size over its budget is told, not refused: a first look must not fail on it. */
const isLenient = process.argv.includes("--lenient");
/** A finished tree is put in place whole, so that a server of it never shows half of two builds. */
const out = watches ? finished : `${finished}.${process.pid}`;
process.chdir(root);

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Prints what failed. @returns whether nothing did. */
function isClean(stats: MultiStats): boolean {
  if (!stats.hasErrors()) return true;
  say(stats.toString({ all: false, errors: true, colors: process.stdout.isTTY }));
  return false;
}

async function finishBuild(stats: MultiStats, startedAt: number): Promise<boolean> {
  if (!isClean(stats)) return false;
  const site = await writeSite(out, stats);
  if (!watches) {
    await writeLicences(out, stats);
    await compressTree(out);
    await rm(finished, { recursive: true, force: true });
    await rename(out, finished);
  }
  say(`built dist/full in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  return watches || (await checkBudgets(finished, site, say)) || isLenient;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Removes what a build that was ended half-way left behind. */
async function clearLeftovers(): Promise<void> {
  const names = await readdir(path.dirname(finished)).catch(() => []);
  const stale = names.filter((name) => /^full\.\d+$/.test(name) && !isRunning(Number(name.slice("full.".length))));
  await Promise.all(stale.map((name) => rm(path.join(path.dirname(finished), name), { recursive: true, force: true })));
}

async function buildOnce(compiler: webpack.MultiCompiler): Promise<void> {
  const startedAt = Date.now();
  try {
    const stats = await new Promise<MultiStats>((resolve, reject) => {
      compiler.run((error, result) =>
        result ? resolve(result) : reject(error ?? new Error("webpack gave no result")),
      );
    });
    process.exitCode = (await finishBuild(stats, startedAt)) ? 0 : 1;
  } finally {
    await new Promise((resolve) => compiler.close(resolve));
    await rm(out, { recursive: true, force: true });
  }
}

const compiler = webpack(createConfigs({ mode: watches ? "development" : "production", out }));
if (!compiler) throw new Error("webpack made no compiler");
await clearLeftovers();
if (watches) {
  await rm(out, { recursive: true, force: true });
  compiler.watch({ aggregateTimeout: 100 }, (error, stats) => {
    if (error || !stats) say(String(error));
    else
      void finishBuild(stats, Math.min(...stats.stats.map(({ startTime }) => startTime))).catch((failure: unknown) =>
        say(String(failure)),
      );
  });
} else {
  await buildOnce(compiler);
}
