import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Module, MultiStats } from "webpack";

const packageFolder = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//;

function filesOf(module: Module): readonly string[] {
  const inner = "modules" in module && Array.isArray(module.modules) ? (module.modules as readonly Module[]) : [module];
  return inner.map((each) => each.nameForCondition() ?? "");
}

async function textOf(folder: string): Promise<string> {
  const about = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8")) as {
    name: string;
    version: string;
    license?: string;
  };
  const names = (await readdir(folder)).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name));
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), "utf8").catch(() => "")));
  return `${about.name} ${about.version} (${about.license ?? "see its text"})\n\n${texts.join("\n").trim()}\n`;
}

/** Writes `licences.txt`: the licence of each package that went into the build, as most of them ask for. */
export async function writeLicences(out: string, stats: MultiStats): Promise<void> {
  const files = stats.stats.flatMap(({ compilation }) => [...compilation.modules].flatMap(filesOf));
  const folders = [...new Set(files.flatMap((file) => packageFolder.exec(file)?.[1] ?? []))].toSorted();
  const texts = await Promise.all(folders.map(textOf));
  await writeFile(path.join(out, "licences.txt"), texts.join(`\n${"-".repeat(80)}\n\n`));
}
