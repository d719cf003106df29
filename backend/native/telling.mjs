import { readdir } from "node:fs/promises";
import path from "node:path";
import { readTail } from "../proxy/readStatus.mjs";
import { SITE_LETTERS } from "./siteList.mjs";

/** How much of each log is told, in bytes. */
const LOG_BYTES = 6000;

/** Writes where people of each site go, and where the status page is. */
export function tellSites(write, sites) {
  write("\n");
  for (const { addresses } of sites) write(`    ${addresses.app}   accounts of ${addresses.homeserverName}\n`);
  write(`\n    ${sites[0].addresses.app}/backend   every part, with the end of its log\n\n`);
}

/** The status of every part as the lines of a table. */
export function linesOfStatus(parts) {
  const rows = parts.map(({ site, name, version, isHealthy, address }) => [
    site,
    name,
    version,
    isHealthy ? "answers" : "SILENT",
    address,
  ]);
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column].length))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd(),
  );
}

/** Writes that table. */
export function tellStatus(write, parts) {
  for (const line of linesOfStatus(parts)) write(`  ${line}\n`);
}

async function listLogs(dir) {
  try {
    return (await readdir(dir)).filter((name) => name.endsWith(".log")).toSorted();
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
}

/** Writes the ends of the logs of all sites, or of the one with `letter`. */
export async function tellLogs(write, { dir, letter }) {
  for (const each of letter === null ? SITE_LETTERS : [letter]) {
    const logsDir = path.join(dir, each, "logs");
    for (const name of await listLogs(logsDir)) {
      const file = path.join(logsDir, name);
      write(`\n== ${each.toUpperCase()}: ${file}\n${await readTail(file, LOG_BYTES)}\n`);
    }
  }
}
