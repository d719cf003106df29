import { existsSync } from "node:fs";

/** What every browser of the test suites is started with: quiet, offline but for loopback, and with pretended devices. */
export const chromiumArgs: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
];

const candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser that the suites drive: `PARLEY_CHROMIUM`, else the machine's own. */
export function chromiumPath(): string {
  const named = process.env["PARLEY_CHROMIUM"];
  return named ?? candidates.find((candidate) => existsSync(candidate)) ?? "chromium";
}
