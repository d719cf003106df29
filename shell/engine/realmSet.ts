import type { Fault } from "../../machines/domain/fault.ts";
import { type EventLogClient, eventLogClient } from "../../workers/event-log/eventLog.client.ts";
import type { HomeserverApi, HomeserverEvent } from "../../workers/homeserver/homeserver.api.ts";
import { homeserverClient } from "../../workers/homeserver/homeserver.client.ts";
import type { MediaCryptoClient } from "../../workers/media-crypto/mediaCrypto.api.ts";
import { mediaCryptoClient } from "../../workers/media-crypto/mediaCrypto.client.ts";
import type { StartedRealms } from "./startRealms.ts";

/** The three workers of a page, running and wired. */
export interface RealmSet {
  readonly homeserver: HomeserverApi;
  readonly mediaCrypto: MediaCryptoClient;
  readonly eventLog: EventLogClient;
}

/**
 * Talks to the started workers.
 * @param onFault a worker did not start
 */
export function connectRealms(
  realms: StartedRealms,
  onEvent: (event: HomeserverEvent) => void,
  onFault: (fault: Fault) => void,
  signal: AbortSignal,
): RealmSet {
  for (const { started } of [realms.homeserver, realms.mediaCrypto, realms.eventLog])
    void started.then((result) => result.ok || signal.aborted || onFault(result.fault));
  const homeserver = homeserverClient(realms.homeserver.far);
  void homeserver.follow(onEvent);
  return {
    homeserver,
    mediaCrypto: mediaCryptoClient(realms.mediaCrypto.far),
    eventLog: eventLogClient(realms.eventLog.far),
  };
}
