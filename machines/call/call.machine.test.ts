import { expect, test } from "vitest";
import { faultOf } from "../domain/fault.ts";
import type { RoomId } from "../domain/ids.ts";
import { shortestPaths, stuckStates, unreachedStates, type Walk } from "../testing/paths.ts";
import { startMachine } from "../testing/startMachine.ts";
import { callMachine, LEAVE_DEADLINE_MS, OPEN_DEADLINE_MS, type CallMachineEvent } from "./call.machine.ts";

const roomId = "!room:example.org" as RoomId;
const enter = { type: "lobby.entered", roomId } as const;
const banned = { type: "roomMembership.changed", roomId, membership: "ban" } as const;
const removed = { type: "roomMembership.changed", roomId, membership: "leave" } as const;
const unreachable = faultOf("sfu.unreachable");

const events: readonly CallMachineEvent[] = [
  enter,
  { type: "lobby.left" },
  { type: "call.ready" },
  { type: "call.unready", fault: faultOf("sticky.unsupported") },
  { type: "join.requested" },
  { type: "join.cancelled" },
  { type: "join.completed" },
  { type: "join.failed", step: "connecting", fault: unreachable },
  { type: "leave.requested" },
  { type: "others.left" },
  { type: "call.left" },
  { type: "call.failed", fault: unreachable },
  banned,
  removed,
  { type: "otherTab.found" },
  { type: "otherTab.overruled" },
  { type: "rejoin.requested" },
  { type: "retry.requested" },
];
const walk: Walk<typeof callMachine> = { machine: callMachine, events };

function startCall(...path: CallMachineEvent[]) {
  const started = startMachine(callMachine);
  for (const event of path) started.actor.send(event);
  started.said();
  return started;
}
const inLobby = [enter, { type: "call.ready" }] as const;
const inCall = [...inLobby, { type: "join.requested" }, { type: "join.completed" }] as const;

test("every state is reached, and from each one we get into a call and out of it", () => {
  expect(unreachedStates(walk)).toEqual([]);
  expect(stuckStates(walk, (snapshot) => snapshot.matches("inCall"))).toEqual([]);
  expect(stuckStates(walk, (snapshot) => snapshot.matches("idle"))).toEqual([]);
});

test("[C1] whatever ends has a cause, and whatever fails a fault, on every path", () => {
  for (const { state } of shortestPaths(walk)) {
    const { cause, fault } = state.context;
    if (state.matches("ended")) expect(cause).not.toBeNull();
    if (state.matches("ended") && cause !== "left") expect(fault).not.toBeNull();
    if (state.matches("failed")) expect(fault).not.toBeNull();
    if (state.matches("inCall")) expect([cause, fault]).toEqual([null, null]);
  }
});

test("[C2] on every path devices are let go and the call is closed when neither lobby nor call is shown", () => {
  for (const { steps } of shortestPaths(walk)) {
    const { actor, named } = startMachine(callMachine);
    let isOpen = false;
    for (const { event } of steps) {
      if (!event.type.startsWith("xstate.")) actor.send(event);
      for (const name of named()) {
        if (name === "openCall") isOpen = true;
        if (name === "closeCall") isOpen = false;
      }
      const snapshot = actor.getSnapshot();
      expect(isOpen).toBe(!(snapshot.matches("idle") || snapshot.matches("ended") || snapshot.matches("failed")));
    }
  }
});

test("the lobby starts devices, discovery and the call at once", () => {
  const { actor, named } = startMachine(callMachine);
  actor.send(enter);
  expect(named()).toEqual(["startDevices", "startDiscovery", "openCall"]);
});

test("a call that does not open says so after its deadline, and can be tried again", () => {
  const { actor, clock, named } = startCall(enter);
  clock.increment(OPEN_DEADLINE_MS);
  expect(actor.getSnapshot().value).toBe("failed");
  expect(actor.getSnapshot().context.fault).toEqual(faultOf("step.timed_out", { detail: "opening" }));
  named();
  actor.send({ type: "retry.requested" });
  expect(named()).toContain("openCall");
});

test("[C3] when joining stops, the lobby is back with the step and the fault, and the camera never went", () => {
  const { actor, named } = startCall(...inLobby, { type: "join.requested" });
  actor.send({ type: "join.failed", step: "connecting", fault: unreachable });
  expect(actor.getSnapshot().value).toEqual({ lobby: "open" });
  expect(actor.getSnapshot().context).toMatchObject({ fault: unreachable, failedStep: "connecting" });
  expect(named()).toEqual([]);
  actor.send({ type: "join.requested" });
  expect(named()).toEqual(["startJoin"]);
});

test("[C3] also from inside, when publishing is refused", () => {
  const { actor, named } = startCall(
    enter,
    { type: "call.ready" },
    { type: "join.requested" },
    { type: "join.completed" },
  );
  named();
  const fault = faultOf("sfu.publish_denied");
  actor.send({ type: "join.failed", step: "publishing", fault });
  expect(actor.getSnapshot().matches({ lobby: "open" })).toBe(true);
  expect(actor.getSnapshot().context).toMatchObject({ fault, failedStep: "publishing" });
  expect(named()).toEqual(["stopReconnection"]);
});

test("[C6] whoever asks to join before the call is open joins as soon as it is", () => {
  const { actor, named } = startCall(enter, { type: "join.requested" });
  expect(actor.getSnapshot().value).toEqual({ lobby: "opening" });
  actor.send({ type: "call.ready" });
  expect(named()).toEqual(["startJoin"]);
  const second = startCall(enter, { type: "join.requested" }, { type: "join.cancelled" }, { type: "call.ready" });
  expect(second.actor.getSnapshot().value).toEqual({ lobby: "open" });
});

test("joining can be called off", () => {
  const { actor, named } = startCall(...inLobby, { type: "join.requested" });
  actor.send({ type: "join.cancelled" });
  expect(actor.getSnapshot().value).toEqual({ lobby: "open" });
  expect(named()).toEqual(["cancelJoin"]);
});

test("[C7] a call that is to end with the others ends by itself, and only once somebody is in it", () => {
  const { actor, named } = startCall(...inCall);
  actor.send({ type: "others.left" });
  expect(named()).toEqual(["stopReconnection", "leaveCall"]);
  actor.send({ type: "call.left" });
  expect(actor.getSnapshot().context).toMatchObject({ cause: "left", fault: null });
  const joining = startCall(...inLobby, { type: "join.requested" }, { type: "others.left" });
  expect(joining.actor.getSnapshot().value).toBe("joining");
});

test("leaving ends, whether or not the homeserver answers", () => {
  const { actor, clock, named } = startCall(...inCall);
  actor.send({ type: "leave.requested" });
  expect(named()).toEqual(["stopReconnection", "leaveCall"]);
  clock.increment(LEAVE_DEADLINE_MS);
  expect(actor.getSnapshot().value).toBe("ended");
  expect(actor.getSnapshot().context.cause).toBe("left");
  expect(named()).toEqual(["releaseDevices", "closeCall"]);
});

test("[C4] being removed and being banned end the call, each in its own words", () => {
  for (const [told, code] of [
    [removed, "room.removed"],
    [banned, "room.banned"],
  ] as const) {
    const { actor } = startCall(...inCall);
    actor.send(told);
    actor.send({ type: "call.left" });
    expect(actor.getSnapshot().value).toBe("ended");
    expect(actor.getSnapshot().context).toMatchObject({ cause: "removed", fault: faultOf(code) });
  }
});

test("being removed from another room changes nothing", () => {
  const { actor } = startCall(...inCall);
  actor.send({ ...removed, roomId: "!other" as RoomId });
  expect(actor.getSnapshot().value).toBe("inCall");
});

test("[C5] a call in two tabs goes on in the one where the person says so", () => {
  const first = startCall(...inCall);
  const second = startCall(enter);
  second.actor.send({ type: "otherTab.found" });
  expect(second.actor.getSnapshot().value).toBe("failed");
  expect(second.actor.getSnapshot().context.fault?.code).toBe("browser.second_tab");
  second.named();
  second.actor.send({ type: "otherTab.overruled" });
  expect(second.named()).toEqual(["claimTab", "startDevices", "startDiscovery", "openCall"]);
  first.actor.send({ type: "otherTab.found" });
  expect(first.named()).toContain("leaveCall");
  first.actor.send({ type: "call.left" });
  expect(first.actor.getSnapshot().value).toBe("failed");
});

test("coming back goes through the lobby with nothing left of the last time", () => {
  const { actor, named } = startCall(...inCall, removed, { type: "call.left" });
  actor.send({ type: "rejoin.requested" });
  expect(named()).toEqual(["startDevices", "startDiscovery", "openCall"]);
  expect(actor.getSnapshot().context).toEqual({
    roomId,
    cause: null,
    fault: null,
    failedStep: null,
    isJoinWanted: false,
  });
});

test("going elsewhere in the middle of a call leaves it", () => {
  const { actor, named } = startCall(...inCall);
  actor.send({ type: "lobby.left" });
  expect(actor.getSnapshot().value).toBe("idle");
  expect(named()).toEqual(["stopReconnection", "leaveCall", "releaseDevices", "closeCall"]);
});
