import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startSite } from "../../backend/native/site.mjs";
import { serveControl } from "./siteControl.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** Starts a fresh real site for the run, and the door through which faults are made on it. @returns what ends both. */
export default async function setUpSite(): Promise<() => Promise<void>> {
  if (process.env["PARLEY_APP_URL"]) return async () => undefined;
  const appDir = path.join(root, "dist/full");
  if (!existsSync(path.join(appDir, "index.html")))
    throw new Error("dist/full is not built: run `npm run build` first.");
  const dir = await mkdtemp(path.join(tmpdir(), "parley-site-"));
  const names = ["app", "vault", "homeserver", "federation", "authService", "sfu", "sfuTcp", "sfuUdp"];
  const site = await startSite({
    dir,
    appDir,
    rateLimits: "generous",
    ports: Object.fromEntries(names.map((name) => [name, 0])),
  });
  const control = await serveControl(site);
  process.env["PARLEY_APP_URL"] = site.addresses.app;
  process.env["PARLEY_SITE_CONTROL"] = control.url;
  return async () => {
    await control.close();
    await site.stop();
    await rm(dir, { recursive: true, force: true });
  };
}
