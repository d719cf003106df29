import { existsSync } from "node:fs";
import { run } from "./run.mjs";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const isThere = () => places.some((place) => existsSync(place));

/** Sees to it that there is a browser to drive: installs Debian's when we may. Throws a sentence with the remedy when we may not. */
export async function ensureChromium(say) {
  const named = process.env.PARLEY_CHROMIUM;
  if (named !== undefined) {
    if (!existsSync(named))
      throw new Error(`PARLEY_CHROMIUM names ${named}, which does not exist: correct it or unset it.`);
    return;
  }
  if (isThere()) return;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    throw new Error(
      "The browser suites need Chromium: install it (Debian, Ubuntu: apt-get install chromium) or name one in PARLEY_CHROMIUM.",
    );
  }
  say("      Installing Chromium ...");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run(["apt-get", "update", "-q"], { env });
  const { output } = await run(["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"], { env });
  if (!isThere()) throw new Error(`Chromium could not be installed: ${output.trim().split("\n").at(-1)}`);
}
