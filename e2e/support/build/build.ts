import { rm } from "node:fs/promises";
import path from "node:path";
import webpack, { type MultiStats } from "webpack";
import { checkBudgets } from "./budgets.ts";
import { compressTree } from "./compress.ts";
import { writeSite } from "./site.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const out = path.join(root, "dist/full");
const watches = process.argv.includes("--watch");
/** With `--lenient` a size over its budget is told, not refused: a first look must not fail on it. */
const isLenient = process.argv.includes("--lenient");
if (watches) process.env["NODE_ENV"] = "development";
process.chdir(root);

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Prints what failed. @returns whether nothing did. */
function isClean(stats: MultiStats): boolean {
  if (!stats.hasErrors()) return true;
  say(stats.toString({ all: false, errors: true, errorDetails: true, colors: process.stdout.isTTY }));
  return false;
}

async function buildOnce(stats: MultiStats, startedAt: number): Promise<boolean> {
  if (!isClean(stats)) return false;
  const site = await writeSite(out, stats);
  say(`built dist/full in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  if (watches) return true;
  await compressTree(out);
  return (await checkBudgets(out, site, say)) || isLenient;
}

await rm(out, { recursive: true, force: true });
const { default: configs } = await import("../../../webpack.config.ts");
const compiler = webpack(configs);
if (!compiler) throw new Error("webpack made no compiler");
const startedAt = Date.now();

if (watches) {
  compiler.watch({ aggregateTimeout: 100 }, (error, stats) => {
    if (error || !stats) say(String(error));
    else void buildOnce(stats, Date.now()).catch((failure: unknown) => say(String(failure)));
  });
} else {
  const stats = await new Promise<MultiStats>((resolve, reject) => {
    compiler.run((error, result) => (result ? resolve(result) : reject(error ?? new Error("webpack gave no result"))));
  });
  const isGood = await buildOnce(stats, startedAt);
  await new Promise((resolve) => compiler.close(resolve));
  process.exitCode = isGood ? 0 : 1;
}
