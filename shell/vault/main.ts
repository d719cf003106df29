import { decodeConfig } from "../../machines/domain/config.ts";
import { fetchConfig } from "../adapters/browser/fetchConfig.ts";
import { startRealm } from "../engine/realms.ts";
import { decodeFormWanted, type VaultMessage } from "./messages.ts";

/**
 * The page of the vault origin, in a frame of the app's page. It runs the homeserver worker, gives that page a port to it, and
 * shows the forms that take passwords. Whom it serves is decided by its own `config.json` and by nothing that it is told.
 */
async function start(opening: Promise<MessageEvent>): Promise<void> {
  const { signal } = new AbortController();
  const realms = { homeserver: { url: document.documentElement.dataset["realm"] ?? "", integrity: "" } };
  const { far: worker, started } = startRealm("homeserver", signal, { baseUrl: document.baseURI, realms });
  const file = await fetchConfig(new URL("config.json", document.baseURI).href, signal);
  const config = file.ok ? decodeConfig(file.value) : file;
  const { origin, ports } = await opening;
  const [clientPort, keyPort, controlPort] = ports;
  if (!config.ok || !config.value.vaultFor.includes(origin)) return;
  if (clientPort === undefined || keyPort === undefined || controlPort === undefined) return;
  const tell = (message: VaultMessage) => controlPort.postMessage(message);
  worker.postMessage({ type: "realm.keyPort" }, [keyPort]);
  worker.postMessage({ type: "realm.clientPort" }, [clientPort]);
  controlPort.onmessage = async ({ data }) => {
    const wanted = decodeFormWanted(data);
    if (wanted === null) return;
    const { showForm } = await import(/* webpackChunkName: "form" */ "./showForm.tsx");
    await showForm({ ...wanted, worker, homeserver: config.value.homeserver, tell });
  };
  const result = await started;
  tell(result.ok ? { type: "vault.started" } : { type: "vault.failed", detail: result.fault.detail ?? "" });
}

/** The first message of the page around us; later ones, and those of anybody else, are not read. */
function firstOpening(): Promise<MessageEvent> {
  return new Promise((resolve) => {
    addEventListener("message", function take(event) {
      if (event.source !== parent) return;
      removeEventListener("message", take);
      resolve(event);
    });
  });
}

// In a window of its own it serves nobody.
if (parent !== window) void start(firstOpening());
