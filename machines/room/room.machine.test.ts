import { describe, expect, test } from "vitest";
import { faultOf } from "../domain/fault.ts";
import type { RoomId } from "../domain/ids.ts";
import type { RoomMembership, RoomPreview } from "../domain/room.ts";
import { previewOf } from "../testing/fixtures.ts";
import { shortestPaths, stuckStates, unreachedStates, type Walk } from "../testing/paths.ts";
import { startMachine } from "../testing/startMachine.ts";
import {
  ACCEPTED_RETRY_MS,
  ACCEPTED_TRIES,
  ENTER_DEADLINE_MS,
  KNOCK_DEADLINE_MS,
  RESOLVE_DEADLINE_MS,
  roomMachine,
} from "./room.machine.ts";

const link = { type: "link.opened", roomIdOrAlias: "#stand-up:example.org", viaServers: ["via.example.org"] } as const;
const { roomId } = previewOf();
const told = (membership: RoomMembership) => ({ type: "roomMembership.changed", roomId, membership }) as const;
const refusal = faultOf("room.not_joinable");

const walk: Walk<typeof roomMachine> = {
  machine: roomMachine,
  events: [
    link,
    { type: "link.closed" },
    { type: "room.found", preview: previewOf() },
    { type: "room.found", preview: previewOf({ joinRule: "knock" }) },
    { type: "room.found", preview: previewOf({ membership: "ban" }) },
    { type: "room.found", preview: previewOf({ joinRule: "knock", membership: "knock" }) },
    { type: "room.failed", fault: faultOf("room.not_found") },
    { type: "room.failed", fault: faultOf("room.knock_needed") },
    { type: "room.entered", preview: previewOf({ membership: "join" }) },
    { type: "knock.requested" },
    { type: "knock.sent" },
    told("invite"),
    told("leave"),
    told("ban"),
    { type: "retry.requested" },
  ],
  tell: ({ preview, wasKnockAccepted, tryCount }) => [
    preview?.joinRule,
    preview?.membership,
    wasKnockAccepted,
    Math.min(tryCount, ACCEPTED_TRIES),
  ],
  passing: ["found"],
};

function openLink(preview: Partial<RoomPreview> = {}) {
  const started = startMachine(roomMachine);
  started.actor.send(link);
  started.actor.send({ type: "room.found", preview: previewOf(preview) });
  return started;
}

test("every state is reached, and from each one a person gets into a room", () => {
  expect(unreachedStates(walk)).toEqual([]);
  expect(stuckStates(walk, (snapshot) => snapshot.matches("ready"))).toEqual([]);
});

test("[E1] whoever is denied is told why, on every path", () => {
  for (const { state } of shortestPaths(walk)) {
    if (state.matches("denied")) expect(state.context.fault).not.toBeNull();
    if (state.matches("ready")) expect(state.context.fault).toBeNull();
  }
});

describe("[E2] what a room lets us do", () => {
  const rows: readonly (readonly [string, Partial<RoomPreview>, string, string | null])[] = [
    ["public", {}, "entering", null],
    ["invited", { joinRule: "invite", membership: "invite" }, "entering", null],
    ["in it", { joinRule: "invite", membership: "join" }, "entering", null],
    ["restricted", { joinRule: "restricted" }, "entering", null],
    ["knock", { joinRule: "knock" }, "knockNeeded", null],
    ["knocked before", { joinRule: "knock", membership: "knock" }, "waiting", null],
    ["left a knock room", { joinRule: "knock", membership: "leave" }, "knockNeeded", null],
    ["invite only", { joinRule: "invite" }, "denied", "room.not_joinable"],
    ["unknown rule", { joinRule: "other" }, "denied", "room.not_joinable"],
    ["banned", { membership: "ban" }, "denied", "room.banned"],
  ];
  test.each(rows)("%s", (_, preview, value, code) => {
    const { actor } = openLink(preview);
    expect(actor.getSnapshot().value).toBe(value);
    expect(actor.getSnapshot().context.fault?.code ?? null).toBe(code);
  });
});

test("a public room is entered by its id, through the servers of link and room", () => {
  const { actor, said } = openLink();
  expect(said()).toEqual([
    { type: "findRoom", roomIdOrAlias: "#stand-up:example.org", viaServers: ["via.example.org"] },
    { type: "enterRoom", roomIdOrAlias: roomId, viaServers: ["via.example.org", "example.org"] },
  ]);
  actor.send({ type: "room.entered", preview: previewOf({ membership: "join" }) });
  expect(actor.getSnapshot().value).toBe("ready");
});

test("[E3] an accepted knock enters by itself, and again while the invite has not arrived everywhere", () => {
  const { actor, clock, said, named } = openLink({ joinRule: "knock" });
  actor.send({ type: "knock.requested" });
  actor.send({ type: "knock.sent" });
  said();
  actor.send(told("invite"));
  for (let tried = 1; tried < ACCEPTED_TRIES; tried += 1) {
    actor.send({ type: "room.failed", fault: refusal });
    expect(actor.getSnapshot().value).toBe("enteringAgain");
    clock.increment(ACCEPTED_RETRY_MS);
  }
  expect(named()).toEqual(Array.from({ length: ACCEPTED_TRIES }, () => "enterRoom"));
  actor.send({ type: "room.failed", fault: refusal });
  expect(actor.getSnapshot().value).toBe("denied");
  expect(actor.getSnapshot().context.wasKnockAccepted).toBe(true);
});

test("a refused knock, and a ban while waiting, end the waiting", () => {
  for (const [membership, code] of [
    ["leave", "room.knock_denied"],
    ["ban", "room.banned"],
  ] as const) {
    const { actor } = openLink({ joinRule: "knock", membership: "knock" });
    actor.send(told(membership));
    expect(actor.getSnapshot().value).toBe("denied");
    expect(actor.getSnapshot().context.fault?.code).toBe(code);
  }
});

test("what is told of another room changes nothing", () => {
  const { actor } = openLink({ joinRule: "knock", membership: "knock" });
  actor.send({ type: "roomMembership.changed", roomId: "!other" as RoomId, membership: "ban" });
  expect(actor.getSnapshot().value).toBe("waiting");
});

test("a knock that could not be sent can be sent again", () => {
  const { actor, clock } = openLink({ joinRule: "knock" });
  actor.send({ type: "knock.requested" });
  clock.increment(KNOCK_DEADLINE_MS);
  expect(actor.getSnapshot().value).toBe("knockNeeded");
  expect(actor.getSnapshot().context.fault?.code).toBe("step.timed_out");
});

test("[E4] looking up and entering end with their deadlines, and can be tried again", () => {
  const resolving = startMachine(roomMachine);
  resolving.actor.send(link);
  resolving.clock.increment(RESOLVE_DEADLINE_MS);
  expect(resolving.actor.getSnapshot().context.fault).toEqual(faultOf("step.timed_out", { detail: "resolving" }));
  const entering = openLink();
  entering.clock.increment(ENTER_DEADLINE_MS);
  expect(entering.actor.getSnapshot().context.fault).toEqual(faultOf("step.timed_out", { detail: "entering" }));
  entering.said();
  entering.actor.send({ type: "retry.requested" });
  expect(entering.named()).toEqual(["findRoom"]);
});

test("another link starts over", () => {
  const { actor, said } = openLink({ membership: "ban" });
  said();
  actor.send({ ...link, roomIdOrAlias: "!second" });
  expect(said()).toEqual([{ type: "findRoom", roomIdOrAlias: "!second", viaServers: ["via.example.org"] }]);
  expect(actor.getSnapshot().context.preview).toBeNull();
});
