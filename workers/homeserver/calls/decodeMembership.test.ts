import { expect, test } from "vitest";
import { stateMemberOf, stickyMemberOf } from "../matrix/room.fixture.ts";
import { decodeStateMembership, decodeStickyMembership } from "./decodeMembership.ts";

test("a state membership gives its device, time, end and transport", () => {
  const event = stateMemberOf("alice", { sentAt: 5_000, content: { expires: 60_000, "m.call.intent": "audio" } });
  expect(decodeStateMembership(event)).toEqual({
    form: "state",
    memberId: "@alice:example.org:DEVICE",
    userId: "@alice:example.org",
    deviceId: "DEVICE",
    eventId: "$alice-5000",
    sentAt: 5_000,
    joinedAt: 5_000,
    expiresAt: 65_000,
    focusSelection: "multi_sfu",
    preferredTransport: { type: "livekit", serviceUrl: "https://rtc.alice.example.org" },
    intent: "audio",
  });
});

test("an update keeps the time of joining, and the end counts from there", () => {
  const event = stateMemberOf("alice", { sentAt: 9_000, content: { created_ts: 2_000, expires: 10_000 } });
  expect(decodeStateMembership(event)).toMatchObject({ sentAt: 9_000, joinedAt: 2_000, expiresAt: 12_000 });
});

test("[MB2] nobody becomes another member by claiming that member's id", () => {
  const event = stateMemberOf("mallory", { content: { membershipID: "@alice:example.org:DEVICE" } });
  expect(decodeStateMembership(event)?.memberId).toBe("@mallory:example.org:DEVICE");
});

test.each([
  ["no end is given", { expires: undefined }, { expiresAt: 1_000 + 14_400_000 }],
  ["the end is not a number", { expires: "soon" }, { expiresAt: 1_000 + 14_400_000 }],
  ["the time of joining is not a number", { created_ts: "then" }, { joinedAt: 1_000 }],
  ["no transports are listed", { foci_preferred: undefined }, { preferredTransport: null }],
  [
    "the first transport is of a kind we do not know",
    { foci_preferred: [{ type: "carrier-pigeon" }] },
    { preferredTransport: null },
  ],
  [
    "the selection is unknown",
    { focus_active: { type: "livekit", focus_selection: "coin" } },
    { focusSelection: null },
  ],
  ["the slot is named in full", { call_id: "ROOM" }, { form: "state" }],
])("[MB1] a state membership counts when %s", (_, content, expected) => {
  expect(decodeStateMembership(stateMemberOf("alice", { content }))).toMatchObject(expected);
});

test.each([
  ["it is of another slot", { call_id: "breakout" }],
  ["an empty slot id belongs to another application", { application: "m.whiteboard" }],
  ["the application is missing", { application: undefined }],
  ["the slot is missing", { call_id: undefined }],
  ["the device is missing", { device_id: undefined }],
  ["the active transport is missing", { focus_active: undefined }],
  ["the active transport has no type", { focus_active: { focus_selection: "multi_sfu" } }],
  ["the transports are no list", { foci_preferred: "livekit" }],
  ["a transport has no type", { foci_preferred: [{}] }],
  ["the intent is no text", { "m.call.intent": 7 }],
])("[MB1] a state membership does not count when %s", (_, content) => {
  expect(decodeStateMembership(stateMemberOf("alice", { content }))).toBeNull();
});

test("a leave and the oldest form are no memberships", () => {
  const event = stateMemberOf("alice");
  expect(decodeStateMembership({ ...event, content: {} })).toBeNull();
  expect(decodeStateMembership({ ...event, content: { memberships: [] } })).toBeNull();
});

test("a sticky membership gives its member id, and ends only with its stickiness", () => {
  const event = stickyMemberOf("bob", {
    sentAt: 7_000,
    content: { application: { type: "m.call", "m.call.intent": "video" } },
  });
  expect(decodeStickyMembership(event)).toMatchObject({
    form: "sticky",
    memberId: "uuid-bob",
    deviceId: "DEVICE",
    joinedAt: 7_000,
    expiresAt: null,
    preferredTransport: { serviceUrl: "https://rtc.bob.example.org" },
    intent: "video",
  });
});

test.each([
  [
    "it names another user than its sender",
    { member: { user_id: "@alice:example.org", device_id: "DEVICE", id: "x" } },
  ],
  ["the slot is of another application", { slot_id: "m.whiteboard#ROOM" }],
  ["the slot has two parts too many", { slot_id: "m.call#ROOM#2" }],
  ["it is of another slot", { slot_id: "m.call#breakout" }],
  ["the versions are missing", { versions: undefined }],
  ["the published transports are no list", { transports: { published: {}, can_subscribe: [] } }],
  ["what it can subscribe to is missing", { transports: { published: [] } }],
  ["the sticky key is missing", { msc4354_sticky_key: undefined }],
  ["its two sticky keys differ", { sticky_key: "other" }],
  ["the relation is of another kind", { "m.relates_to": { rel_type: "m.thread", event_id: "$x" } }],
])("[MB1] a sticky membership does not count when %s", (_, content) => {
  expect(decodeStickyMembership(stickyMemberOf("bob", { content }))).toBeNull();
});

test("a sticky leave is no membership", () => {
  const event = stickyMemberOf("bob");
  expect(
    decodeStickyMembership({ ...event, content: { slot_id: "m.call#ROOM", msc4354_sticky_key: "uuid-bob" } }),
  ).toBeNull();
});
