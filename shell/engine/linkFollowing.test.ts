import { createActor } from "xstate";
import { expect, test } from "vitest";
import { accountMachine } from "../../machines/account/account.machine.ts";
import { callMachine } from "../../machines/call/call.machine.ts";
import { devicesMachine } from "../../machines/devices/devices.machine.ts";
import { discoveryMachine } from "../../machines/discovery/discovery.machine.ts";
import { faultOf } from "../../machines/domain/fault.ts";
import { decodeUrlParams } from "../../machines/domain/urlParams.ts";
import { roomMachine } from "../../machines/room/room.machine.ts";
import { startLinkFollowing } from "./linkFollowing.ts";
import type { EngineParts } from "./parts.ts";
import { createStore } from "./store.ts";

test("a name in the link is asked an account for once: a server that refuses it is left alone", () => {
  const actor = createActor(accountMachine).start();
  const params = decodeUrlParams({ pathname: "/room/", search: "", hash: "#/x?displayName=Ann" });
  const asked: string[] = [];
  startLinkFollowing({
    router: { route: createStore({ name: "room", params }) },
    account: {
      actor,
      async ensureAccount(displayName: string) {
        asked.push(displayName);
        actor.send({ type: "guest.requested", displayName });
      },
    },
    room: createActor(roomMachine).start(),
    discovery: createActor(discoveryMachine).start(),
    calls: { actor: createActor(callMachine).start() },
    devices: {
      actor: createActor(devicesMachine, {
        input: {
          isMicrophoneWished: true,
          isCameraWished: true,
          chosenIds: { microphone: null, camera: null, speaker: null },
        },
      }).start(),
    },
    config: { transport: null, homeserver: null },
  } as unknown as EngineParts);
  actor.send({ type: "account.restored", account: null });
  for (let refusal = 0; refusal < 3; refusal += 1)
    actor.send({ type: "account.refused", fault: faultOf("account.registration_closed") });
  expect(asked).toEqual(["Ann"]);
});
