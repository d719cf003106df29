import { type ActorRefFrom, createActor } from "xstate";
import type { Fault } from "../../../machines/domain/fault.ts";
import type { Result } from "../../../machines/domain/result.ts";
import { type RoomEvent, roomMachine } from "../../../machines/room/room.machine.ts";
import type { HomeserverApi } from "../../../workers/homeserver/homeserver.api.ts";
import { obey } from "../obey.ts";

/** Finds the room of a link and enters it. */
export function startRoomFlow(homeserver: HomeserverApi): ActorRefFrom<typeof roomMachine> {
  const actor = createActor(roomMachine);

  /** Sends what the answer means, unless another link was opened meanwhile. */
  function answer<Value>(asking: Promise<Result<Value, Fault>>, meaning: (value: Value) => RoomEvent): void {
    const { roomIdOrAlias } = actor.getSnapshot().context.address;
    void asking.then((result) => {
      if (actor.getSnapshot().context.address.roomIdOrAlias !== roomIdOrAlias) return;
      actor.send(result.ok ? meaning(result.value) : { type: "room.failed", fault: result.fault });
    });
  }

  obey(actor, {
    findRoom: ({ roomIdOrAlias, viaServers }) =>
      answer(homeserver.findRoom({ roomIdOrAlias, viaServers }), (preview) => ({ type: "room.found", preview })),
    enterRoom: ({ roomIdOrAlias, viaServers }) =>
      answer(homeserver.enterRoom({ roomIdOrAlias, viaServers }), (preview) => ({ type: "room.entered", preview })),
    knock: ({ roomIdOrAlias, viaServers }) =>
      answer(homeserver.knock({ roomIdOrAlias, viaServers }), () => ({ type: "knock.sent" })),
  });
  return actor.start();
}
