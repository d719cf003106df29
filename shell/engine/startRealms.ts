import type { Manifest } from "../supervisor/manifest.ts";
import type { Vault } from "../vault/openVault.ts";
import { type Realm, startRealm } from "./realms.ts";

/** The three workers of a page, asked to start. */
export interface StartedRealms {
  readonly homeserver: Realm<Worker | MessagePort>;
  readonly mediaCrypto: Realm;
  readonly eventLog: Realm;
  /** The frame that the homeserver realm runs in; null when it runs in the page's own origin. */
  readonly vault: Vault | null;
}

/**
 * Starts the workers, the homeserver's in the vault when there is one, and joins the two that share media keys by a channel
 * whose ends both leave the page at once. Nothing that a micro-frontend does to the page afterwards can reach these ends.
 */
export async function startRealms(
  manifest: Manifest,
  vaultOrigin: string | null,
  signal: AbortSignal,
): Promise<StartedRealms> {
  const mediaCrypto = startRealm("media-crypto", signal, manifest);
  const eventLog = startRealm("event-log", signal, manifest);
  const { port1, port2 } = new MessageChannel();
  mediaCrypto.far.postMessage({ type: "realm.keyPort" }, [port1]);
  if (vaultOrigin !== null) {
    const { openVault } = await import(/* webpackChunkName: "vault" */ "../vault/openVault.ts");
    const vault = await openVault(vaultOrigin, port2, signal);
    return { homeserver: vault.homeserver, mediaCrypto, eventLog, vault };
  }
  const homeserver = startRealm("homeserver", signal, manifest);
  homeserver.far.postMessage({ type: "realm.keyPort" }, [port2]);
  return { homeserver, mediaCrypto, eventLog, vault: null };
}
