import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pickPorts } from "../../backend/native/ports.mjs";
import { startSites, type FederatedSites } from "../../backend/native/sites.mjs";
import { test as base, type Person } from "../support/people.ts";
import { trustingBrowser } from "../support/trustingBrowser.ts";

const appDir = path.resolve(import.meta.dirname, "../../dist/full");

/** How the app behaves towards other sites' members. */
export type Mode = "legacy" | "compatibility" | "matrix_2_0";

/** The sites under test, in the order A, B and C. */
export interface Federation extends FederatedSites {
  /** What every page that is loaded from now on gets as `matrix_rtc_mode`. */
  setMode(mode: Mode): void;
}

/** Two sites when `PARLEY_SITES` says so, else three. */
export const siteCount = process.env["PARLEY_SITES"] === "2" ? 2 : 3;

async function start(): Promise<{ readonly federation: Federation; readonly end: () => Promise<void> }> {
  if (!existsSync(path.join(appDir, "index.html")))
    throw new Error("dist/full is not built: run `npm run build` first.");
  const dir = await mkdtemp(path.join(tmpdir(), "parley-sites-"));
  const names = ["proxy", "a", "b", "c"];
  const ports = await pickPorts(Object.fromEntries(names.map((name) => [name, { port: 0 }])));
  const federationPorts = ["a", "b", "c"].map((name) => Number(ports[name]));
  const sites = await startSites({
    dir,
    appDir,
    count: siteCount,
    port: Number(ports["proxy"]),
    federationPorts,
    rateLimits: "generous",
  });
  return {
    federation: { ...sites, setMode: (mode) => sites.setAppConfig({ matrix_rtc_mode: mode }) },
    async end() {
      await sites.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Playwright's `test` with federated sites, and with a browser that trusts no certificate but those of their authority. */
export const test = base.extend<object, { federation: Federation }>({
  federation: [
    async ({ browserName: _ }, use) => {
      const { federation, end } = await start();
      await use(federation);
      await end();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  launchOptions: [
    async ({ federation: _ }, use) => {
      await use(await trustingBrowser());
    },
    { scope: "worker" },
  ],
});

/** The link of a call as people of another site open it: in their own site's app. */
export function linkAt(appUrl: string, link: string): string {
  const { origin } = new URL(link);
  return appUrl + link.slice(origin.length);
}

/** Somebody, and the site that they belong to. */
export interface Member {
  readonly person: Person;
  readonly siteIndex: number;
}
