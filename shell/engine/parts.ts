import type { ActorRefFrom } from "xstate";
import type { Config } from "../../machines/domain/config.ts";
import type { discoveryMachine } from "../../machines/discovery/discovery.machine.ts";
import type { roomMachine } from "../../machines/room/room.machine.ts";
import type { HomeserverAddress } from "../../workers/homeserver/homeserver.api.ts";
import type { Router } from "../routes/router.ts";
import type { CallCreation } from "./createCall.ts";
import type { AccountFlow } from "./flows/accountFlow.ts";
import type { CallFlow } from "./flows/callFlow.ts";
import type { DevicesFlow } from "./flows/devicesFlow.ts";
import type { Notices } from "./notices.ts";
import type { RealmSet } from "./realmSet.ts";
import type { Settings } from "./settings.ts";

/** Everything that runs in the engine, made once by the composition root. */
export interface EngineParts {
  readonly config: Config;
  readonly realms: RealmSet;
  readonly router: Router;
  readonly settings: Settings;
  readonly notices: Notices;
  readonly account: AccountFlow;
  readonly room: ActorRefFrom<typeof roomMachine>;
  readonly discovery: ActorRefFrom<typeof discoveryMachine>;
  readonly devices: DevicesFlow;
  readonly calls: CallFlow;
  readonly creation: CallCreation;
  readonly homeserverAddress: () => HomeserverAddress | null;
  /** Whether the camera in use looks away from the person. */
  readonly isFacingAway: () => boolean;
}
