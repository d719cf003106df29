import { defineConfig } from "@playwright/test";
import { chromiumArgs, chromiumPath } from "./support/chromium.ts";

/** Runs side by side must not clear each other's traces; workers inherit the name. */
process.env["PARLEY_RUN"] ??= String(process.pid);

/** Journeys on a real local site, one after another. `PARLEY_APP_URL` takes a running site instead of starting one. */
export default defineConfig({
  testDir: ".",
  outputDir: `../test-results/${process.env["PARLEY_RUN"]}`,
  fullyParallel: false,
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  globalSetup: "./support/siteSetup.ts",
  reporter: process.env["PARLEY_REPORT"]
    ? [["list"], ["json", { outputFile: process.env["PARLEY_REPORT"] }]]
    : [["list"], ["html", { open: "never", outputFolder: "../playwright-report" }]],
  use: {
    browserName: "chromium",
    baseURL: process.env["PARLEY_APP_URL"] ?? "",
    headless: true,
    permissions: ["camera", "microphone"],
    // Without pictures: taking them costs more than the calls that are tested.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: false },
    screenshot: "only-on-failure",
    launchOptions: { executablePath: chromiumPath(), args: [...chromiumArgs] },
  },
  projects: [
    { name: "journeys", testDir: "journeys" },
    { name: "faults", testDir: "faults", timeout: 180_000 },
    { name: "interop", testDir: "interop" },
    // `npm test` has time for two of the journeys; `npm run test:federation` runs all.
    {
      name: "federation",
      testDir: "federation",
      timeout: 240_000,
      ...(process.env["PARLEY_FEDERATION"] === "short" ? { grep: /compatibility:|SFU of site B dies/ } : {}),
    },
    { name: "bench", testDir: "bench", testMatch: "*.bench.ts" },
  ],
});
