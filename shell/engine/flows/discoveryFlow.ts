import { type ActorRefFrom, createActor } from "xstate";
import { discoveryMachine } from "../../../machines/discovery/discovery.machine.ts";
import type { HomeserverApi } from "../../../workers/homeserver/homeserver.api.ts";
import { obey } from "../obey.ts";

/** Asks each hop that may name a transport. */
export function startDiscoveryFlow(homeserver: HomeserverApi): ActorRefFrom<typeof discoveryMachine> {
  const actor = createActor(discoveryMachine);
  const ask = (hop: "homeserver" | "well-known", answering: ReturnType<HomeserverApi["askHomeserverTransports"]>) =>
    void answering.then((answer) =>
      actor.send(
        answer.ok
          ? { type: "hop.answered", hop, transports: answer.value }
          : { type: "hop.failed", hop, fault: answer.fault },
      ),
    );
  obey(actor, {
    askHomeserver: () => ask("homeserver", homeserver.askHomeserverTransports()),
    askWellKnown: () => ask("well-known", homeserver.askWellKnownTransports()),
  });
  return actor.start();
}
