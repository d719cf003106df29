import type { Fault } from "../../machines/domain/fault.ts";
import { type EventLogClient, eventLogClient } from "../../workers/event-log/eventLog.client.ts";
import type { HomeserverApi, HomeserverEvent } from "../../workers/homeserver/homeserver.api.ts";
import { homeserverClient } from "../../workers/homeserver/homeserver.client.ts";
import type { MediaCryptoClient } from "../../workers/media-crypto/mediaCrypto.api.ts";
import { mediaCryptoClient } from "../../workers/media-crypto/mediaCrypto.client.ts";
import type { Manifest } from "../supervisor/manifest.ts";
import { startRealm } from "./realms.ts";

/** The three workers of a page, running and wired. */
export interface RealmSet {
  readonly homeserver: HomeserverApi;
  readonly mediaCrypto: MediaCryptoClient;
  readonly eventLog: EventLogClient;
}

/**
 * Starts the workers and joins the two that share media keys by a channel whose ends both leave the page at once.
 * @param onFault a worker did not start
 */
export function startRealmSet(
  manifest: Manifest,
  onEvent: (event: HomeserverEvent) => void,
  onFault: (fault: Fault) => void,
  signal: AbortSignal,
): RealmSet {
  const realms = {
    homeserver: startRealm("homeserver", signal, manifest),
    mediaCrypto: startRealm("media-crypto", signal, manifest),
    eventLog: startRealm("event-log", signal, manifest),
  };
  for (const { started } of Object.values(realms))
    void started.then((result) => result.ok || signal.aborted || onFault(result.fault));
  const homeserver = homeserverClient(realms.homeserver.worker);
  const mediaCrypto = mediaCryptoClient(realms.mediaCrypto.worker);
  const { port1, port2 } = new MessageChannel();
  void homeserver.acceptKeyPort(port1);
  void mediaCrypto.acceptKeyPort(port2);
  void homeserver.follow(onEvent);
  return { homeserver, mediaCrypto, eventLog: eventLogClient(realms.eventLog.worker) };
}
