import { createE2eeManager } from "./e2ee/e2eeManager.ts";
import { createSfuConnection, type SfuConnection } from "./sfuConnection.ts";

export { createE2eeManager, createSfuConnection, type SfuConnection };

/** The door to livekit-client, loaded when a call is near. */
export type LiveKitAdapter = typeof import("./index.ts");
