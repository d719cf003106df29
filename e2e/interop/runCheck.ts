import { execFile } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { authorityCertificate } from "../../backend/native/certificate.mjs";

/** One line of what `npm run setup -- --check` tells. */
export interface Hop {
  readonly id: string;
  readonly state: "ok" | "broken" | "warning" | "unasked";
  readonly proof: string;
  readonly fault?: string;
}

const main = path.resolve(import.meta.dirname, "../../backend/setup/main.mjs");

/** Runs `npm run setup -- --check` on `addresses` (`name=address`) as an operator would. */
export async function runCheck(
  addresses: readonly string[],
  accessToken = "",
): Promise<{ readonly code: number; readonly hops: readonly Hop[] }> {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: authorityCertificate, PARLEY_ACCESS_TOKEN: accessToken };
  return new Promise((resolve, reject) => {
    const args = [main, "--check", addresses.join(","), "--json"];
    const child = execFile(process.execPath, args, { env }, (_, stdout, stderr) => {
      if (stdout === "") reject(new Error(stderr));
      else resolve({ code: child.exitCode ?? -1, hops: (JSON.parse(stdout) as { hops: readonly Hop[] }).hops });
    });
  });
}

/** The broken hops, each with the name of its break. */
export function brokenOf(hops: readonly Hop[]): readonly string[] {
  return hops.filter(({ state }) => state === "broken").map(({ id, fault }) => `${id}: ${fault}`);
}
