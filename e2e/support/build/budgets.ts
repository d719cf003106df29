import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { Site } from "./site.ts";

/** JavaScript and CSS before the lobby's camera preview, in kB of gzip (chosen by the design, section 8). */
const preLobbyKb = 150;
/** A micro-frontend's own code, in kB of gzip (chosen by the design, section 8). */
const remoteKb = 60;

interface Row {
  readonly what: string;
  readonly kb: number;
  readonly limitKb: number;
}

async function gzipBytes(file: string): Promise<number> {
  const written = await stat(`${file}.gz`).catch(() => null);
  return written ? written.size : gzipSync(await readFile(file), { level: 9 }).byteLength;
}

async function sumKb(out: string, files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(files.map((file) => gzipBytes(path.join(out, file))));
  return sizes.reduce((sum, bytes) => sum + bytes, 0) / 1000;
}

/** Prints a table of sizes against their budgets. @returns whether all of them hold. */
export async function checkBudgets(out: string, site: Site, say: (line: string) => void): Promise<boolean> {
  const rows: Row[] = [
    { what: "before the lobby", kb: await sumKb(out, ["index.html", ...site.preLobby]), limitKb: preLobbyKb },
  ];
  for (const [name, files] of site.filesByRemote)
    rows.push({ what: name, kb: await sumKb(out, files), limitKb: remoteKb });
  for (const file of site.preLobby) say(`    ${(await sumKb(out, [file])).toFixed(1).padStart(7)} kB  ${file}`);
  for (const { what, kb, limitKb } of rows) {
    say(`${kb > limitKb ? "OVER" : "  ok"}${kb.toFixed(1).padStart(8)} of ${limitKb} kB gzip  ${what}`);
  }
  return rows.every(({ kb, limitKb }) => kb <= limitKb);
}
