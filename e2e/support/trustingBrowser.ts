import { createHash, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { LaunchOptions } from "@playwright/test";
import { authorityCertificate } from "../../backend/native/certificate.mjs";
import { chromiumArgs, chromiumPath } from "./chromium.ts";

/** How to start a browser that trusts no certificate but those of this machine's own authority. */
export async function trustingBrowser(): Promise<LaunchOptions> {
  const { publicKey } = new X509Certificate(await readFile(authorityCertificate));
  // The fingerprint as Chromium takes it on its command line.
  const pin = createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("base64");
  return {
    executablePath: chromiumPath(),
    args: [...chromiumArgs, `--ignore-certificate-errors-spki-list=${pin}`],
  };
}
