import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { faultOf } from "../domain/fault.ts";
import type { MemberId, ParticipantId, RoomId } from "../domain/ids.ts";
import type { CallEvent, StoredEvent } from "../events/callEvents.ts";
import { decodeStoredEvent } from "../events/decodeStoredEvent.ts";
import { memberOf, transportOf } from "../testing/fixtures.ts";
import { anyCallEvent, sampleEvents } from "../testing/callEventSamples.ts";
import { initialCallState, reduceCall, replay, type CallState } from "./callState.projection.ts";

const log = (...events: readonly CallEvent[]): StoredEvent[] =>
  events.map((event, index) => ({ seq: index + 1, at: 5_000 + index, event }));
const fold = (...events: readonly CallEvent[]): CallState => replay(log(...events));
const names = (state: CallState): readonly string[] =>
  [...state.roster.values()].map(({ member }) => member.displayName);

const opened = {
  type: "call.opened",
  v: 1,
  roomId: "!room" as RoomId,
  encryption: "per_participant",
  mode: "compatibility",
} as const;
const joined = (name: string, joinedAt = 1_000) =>
  ({ type: "member.joined", v: 1, member: memberOf(name, { joinedAt }) }) as const;
const left = (name: string) => ({ type: "member.left", v: 1, memberId: memberOf(name).memberId }) as const;
const suspended = (name: string) => ({ type: "member.suspended", v: 1, memberId: memberOf(name).memberId }) as const;
const { serviceUrl } = transportOf("main");
const at = { v: 1, serviceUrl, participantId: memberOf("bob").participantId } as const;

function connectedEverywhere(name: string): readonly CallEvent[] {
  const { participantId } = memberOf(name);
  return ["main", "far"].flatMap((sfu) => [
    { type: "participant.connected", v: 1, serviceUrl: transportOf(sfu).serviceUrl, participantId },
    ...["TR1", "TR2"].map(
      (trackId) =>
        ({
          type: "track.subscribed",
          v: 1,
          serviceUrl: transportOf(sfu).serviceUrl,
          participantId,
          trackId,
          source: "camera",
          isMuted: false,
          isEncrypted: true,
        }) as const,
    ),
  ]);
}

describe("properties", () => {
  const logs = fc.array(anyCallEvent, { maxLength: 60 }).map((events) => log(...events));

  test("[S1] a replayed log is the live state, also after it went through storage", () => {
    fc.assert(
      fc.property(logs, (events) => {
        let live = initialCallState;
        for (const event of events) live = reduceCall(live, event);
        const stored = events.map((event) => decodeStoredEvent(JSON.parse(JSON.stringify(event))));
        expect(stored).not.toContain(null);
        expect(replay(stored as StoredEvent[])).toEqual(live);
      }),
    );
  });

  test("[S2] a snapshot and its tail are the full replay", () => {
    fc.assert(
      fc.property(logs, fc.nat(60), (events, cut) => {
        const snapshot = structuredClone(replay(events.slice(0, cut)));
        expect(replay(events.slice(cut), snapshot)).toEqual(replay(events));
      }),
    );
  });

  test("[S3] the same event twice changes nothing the second time, and gives the very same state", () => {
    // Everybody and every track is there, so that no event comes to nothing for want of its subject.
    const everybody = replay(log(...["alice", "bob", "carol"].flatMap(connectedEverywhere)));
    fc.assert(
      fc.property(logs, anyCallEvent, (events, event) => {
        fc.pre(event.type !== "call.opened");
        const once = reduceCall(replay(events, everybody), { seq: 61, at: 9_000, event });
        const twice = reduceCall(once, { seq: 62, at: 9_000, event: structuredClone(event) });
        expect(twice).toEqual(once);
        if (event.type !== "join.failed" && event.type !== "call.left") expect(twice).toBe(once);
      }),
      { numRuns: 500 },
    );
  });

  test("no event ever touches the state it came to", () => {
    fc.assert(
      fc.property(logs, anyCallEvent, (events, event) => {
        const state = replay(events);
        const before = structuredClone(state);
        reduceCall(state, { seq: 61, at: 9_000, event });
        expect(state).toEqual(before);
      }),
    );
  });
});

test("the samples hold every type of event", () => {
  expect(new Set(sampleEvents.map(({ type }) => type)).size).toBe(27);
});

describe("[S4] the roster", () => {
  test("is in joining order, whichever way the events came", () => {
    expect(names(fold(joined("carol", 3), joined("alice", 1), joined("bob", 2)))).toEqual(["alice", "bob", "carol"]);
    expect(names(fold(joined("first", 1), joined("second", 1)))).toEqual(["first", "second"]);
  });
  test("keeps a member's place when their membership is refreshed or mended", () => {
    const state = fold(joined("alice", 1), joined("bob", 2), suspended("alice"), joined("alice", 9));
    expect(names(state)).toEqual(["alice", "bob"]);
    expect(state.roster.get(memberOf("alice").memberId)?.isSuspended).toBe(false);
  });
  test("keeps a suspended member until they are given up", () => {
    expect(names(fold(joined("alice"), suspended("alice")))).toEqual(["alice"]);
    expect(names(fold(joined("alice"), suspended("alice"), left("alice")))).toEqual([]);
  });
  test("does not take in somebody by an update", () => {
    expect(names(fold({ type: "member.updated", v: 1, member: memberOf("ghost") }))).toEqual([]);
  });
});

test("who leaves takes their keys and their pin along", () => {
  const { memberId } = memberOf("bob");
  const state = fold(
    joined("bob"),
    { type: "key.received", v: 1, memberId, keyIndex: 0, receivedAt: 1 },
    { type: "key.distributed", v: 1, epoch: 0, memberIds: [], missedMemberIds: [memberId] },
    { type: "pin.chosen", v: 1, memberId },
    left("bob"),
  );
  expect(state.keys.ledger.size).toBe(0);
  expect(state.pinned).toBeNull();
});

test("[KL1] a key that reaches somebody later takes them off the list of the missed", () => {
  const [bob, carol] = ["bob", "carol"] as [MemberId, MemberId];
  const state = fold(
    { type: "key.distributed", v: 1, epoch: 0, memberIds: [], missedMemberIds: [bob, carol] },
    { type: "key.distributed", v: 1, epoch: 0, memberIds: [bob], missedMemberIds: [] },
  );
  expect(state.keys.ledger.get(bob)).toMatchObject({ isMissed: false, sent: { epoch: 0, at: 5_001 } });
  expect(state.keys.ledger.get(carol)).toMatchObject({ isMissed: true, sent: null });
});

test("[KT1] trust goes with its member, the code with our leaving", () => {
  const { memberId } = memberOf("bob");
  const state = fold(
    joined("bob"),
    { type: "member.trustChanged", v: 1, memberId, trust: "changed" },
    { type: "safetyCode.changed", v: 1, code: "00000" },
  );
  expect([state.trust.get(memberId), state.safetyCode]).toEqual(["changed", "00000"]);
  const alone = replay(log(left("bob"), { type: "call.left", v: 1, cause: "left", fault: null }), state);
  expect([alone.trust.size, alone.safetyCode]).toEqual([0, null]);
});

describe("[KL2] the ledger of one member", () => {
  const { memberId, participantId } = memberOf("bob");
  const key = (keyIndex: number, receivedAt: number) =>
    ({ type: "key.received", v: 1, memberId, keyIndex, receivedAt }) as const;
  const frames = (decryption: "decrypting" | "missing_key" | "invalid_key") =>
    ({ type: "media.decryptionChanged", v: 1, participantId, decryption }) as const;
  const rows: readonly (readonly [string, readonly CallEvent[], object])[] = [
    ["says since when they are here", [], { seenAt: 5_000, received: null, provedAt: null, lackingSince: null }],
    ["says when their key came, and its index", [key(3, 77)], { received: { keyIndex: 3, at: 77 }, provedAt: null }],
    ["says when their first frame was decrypted", [key(0, 7), frames("decrypting")], { provedAt: 5_002 }],
    [
      "keeps that moment",
      [key(0, 7), frames("decrypting"), frames("missing_key"), frames("decrypting")],
      { provedAt: 5_002, lackingSince: null },
    ],
    [
      "says since when their frames lack a key, however often that is said",
      [key(0, 7), frames("missing_key"), frames("missing_key")],
      { lackingSince: 5_002 },
    ],
    [
      "lacks none whose key does not fit",
      [key(0, 7), frames("missing_key"), frames("invalid_key")],
      { lackingSince: null },
    ],
    [
      "names the newest epoch that was sent",
      [0, 1].map((epoch) => ({ type: "key.distributed", v: 1, epoch, memberIds: [memberId], missedMemberIds: [] })),
      { sent: { epoch: 1, at: 5_002 }, isMissed: false },
    ],
  ];
  test.each(rows)("%s", (_, events, entry) => {
    expect(fold(joined("bob"), ...events).keys.ledger.get(memberId)).toMatchObject(entry);
  });
  test("is kept of others only", () => {
    expect(fold({ ...joined("bob"), member: memberOf("bob", { isOwn: true }) }).keys.ledger.size).toBe(0);
  });
});

test("participants are told apart by their SFU, and tracks make them known", () => {
  const elsewhere = { ...at, serviceUrl: "https://other.example.org" };
  const track = {
    ...at,
    type: "track.subscribed",
    trackId: "TR1",
    source: "camera",
    isMuted: false,
    isEncrypted: true,
  } as const;
  const state = fold({ ...elsewhere, type: "participant.connected" }, track, {
    ...at,
    type: "track.muted",
    trackId: "TR1",
    isMuted: true,
  });
  expect([...state.participants.keys()]).toEqual([
    `${elsewhere.serviceUrl} ${at.participantId}`,
    `${serviceUrl} ${at.participantId}`,
  ]);
  expect(state.participants.get(`${serviceUrl} ${at.participantId}`)?.tracks.get("TR1")?.isMuted).toBe(true);
});

test("speech of somebody who is gone does not bring them back", () => {
  const state = fold(
    { ...at, type: "participant.connected" },
    { ...at, type: "participant.disconnected" },
    { ...at, type: "speech.changed", isSpeaking: true },
    {
      type: "media.decryptionChanged",
      v: 1,
      participantId: at.participantId as ParticipantId,
      decryption: "decrypting",
    },
  );
  expect(state.participants.size).toBe(0);
});

test("joining, its steps and its failure stand in the state", () => {
  const underWay = [
    opened,
    { type: "join.requested", v: 1 },
    { type: "join.stepEntered", v: 1, step: "connecting" },
  ] as const;
  expect(fold(...underWay)).toMatchObject({ phase: "joining", step: "connecting", fault: null });
  const fault = faultOf("sfu.unreachable");
  expect(fold(...underWay, { type: "join.failed", v: 1, step: "connecting", fault })).toMatchObject({
    phase: "lobby",
    step: "connecting",
    fault,
  });
  expect(fold(...underWay, { type: "call.joined", v: 1 })).toMatchObject({
    phase: "joined",
    step: null,
    joinedAt: 5_003,
  });
});

test("leaving ends connections, keys and own tracks, and goes on watching the roster", () => {
  const state = fold(
    opened,
    joined("bob"),
    { type: "call.joined", v: 1 },
    { type: "ownTrack.turned", v: 1, source: "camera", isOn: true },
    { ...at, type: "participant.connected" },
    { type: "leg.lost", v: 1, leg: "transport", serviceUrl, fault: null },
    { type: "key.used", v: 1, epoch: 3 },
    { type: "call.left", v: 1, cause: "removed", fault: faultOf("room.removed") },
  );
  expect(state).toMatchObject({
    phase: "left",
    cause: "removed",
    joinedAt: null,
    own: { camera: false },
    keys: { ownEpoch: null },
  });
  expect(state.participants.size + state.legs.transports.size).toBe(0);
  expect(names(state)).toEqual(["bob"]);
});

test("a leg that is lost twice is down since the first time", () => {
  const lost = { type: "leg.lost", v: 1, leg: "homeserver", serviceUrl: null, fault: null } as const;
  expect(fold(lost, lost).legs.homeserver?.lostAt).toBe(5_000);
  expect(fold(lost, { type: "leg.restored", v: 1, leg: "homeserver", serviceUrl: null }).legs.homeserver).toBeNull();
});
