import type { PlatformV1 } from "./contract/platform.ts";
import { fetchManifest } from "./supervisor/manifest.ts";
import { createSupervisor } from "./supervisor/supervisor.ts";

const host = document.getElementById("app");
const manifest = await fetchManifest(new URL("manifest.json", document.baseURI).href, new AbortController().signal);
if (host && manifest.ok) {
  const platform = { version: 1, t: (key: string) => key } as unknown as PlatformV1;
  const supervisor = createSupervisor({ manifest: manifest.value, host, platform, onFailure: (name, error) => reportError(new Error(`${name}: ${String(error)}`)) });
  supervisor.registerRemote({ name: "mf-lobby", activeWhen: () => location.hash === "" });
  supervisor.registerRemote({ name: "mf-call", activeWhen: () => location.hash === "#call" });
  supervisor.registerRemote({ name: "mf-settings", activeWhen: () => location.hash === "#settings" });
  addEventListener("hashchange", () => void supervisor.refresh());
  supervisor.start();
}
