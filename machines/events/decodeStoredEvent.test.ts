import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { memberOf } from "../testing/fixtures.ts";
import { sampleEvents } from "../testing/callEventSamples.ts";
import { decodeCallEvent, decodeStoredEvent, storedFields } from "./decodeStoredEvent.ts";

test.each(sampleEvents.map((event) => [event.type, event] as const))("%s is read as it was written", (_, event) => {
  expect(decodeStoredEvent(JSON.parse(JSON.stringify({ seq: 1, at: 2, event })))).toEqual({ seq: 1, at: 2, event });
});

test.each(sampleEvents.map((event) => [event.type, event] as const))(
  "%s is not read when a field is missing",
  (_, event) => {
    for (const name of Object.keys(event)) {
      const { [name as "type"]: _dropped, ...rest } = event;
      expect(decodeCallEvent(rest)).toBeNull();
    }
  },
);

describe("what cannot be read is dropped", () => {
  const joined = { type: "member.joined", v: 1, member: memberOf("bob") };
  const rows: readonly (readonly [string, unknown])[] = [
    ["a later version", { ...joined, v: 2 }],
    ["an unknown type", { ...joined, type: "member.vanished" }],
    ["a name from the prototype", { ...joined, type: "constructor" }],
    ["a field of another kind", { ...joined, member: { ...memberOf("bob"), joinedAt: "yesterday" } }],
    ["an unknown word", { type: "layout.chosen", v: 1, layout: "carousel" }],
    [
      "a fault that we do not know",
      { type: "leg.lost", v: 1, leg: "device", serviceUrl: null, fault: { code: "moon.full" } },
    ],
    ["a list with a wrong item", { type: "key.distributed", v: 1, epoch: 1, memberIds: ["a", 2], missedMemberIds: [] }],
    ["not a number", { type: "key.used", v: 1, epoch: Number.NaN }],
    ["nothing", null],
    ["text", "member.joined"],
    ["a list", [joined]],
  ];
  test.each(rows)("%s", (_, event) => {
    expect(decodeCallEvent(event)).toBeNull();
  });
  test("an event without a place in the log", () => {
    expect(decodeStoredEvent({ seq: 0, at: 1, event: joined })).toBeNull();
    expect(decodeStoredEvent({ seq: 1.5, at: 1, event: joined })).toBeNull();
    expect(decodeStoredEvent({ seq: 1, event: joined })).toBeNull();
  });
  test("anything at all, without throwing", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        decodeStoredEvent({ seq: 1, at: 1, event: value });
        expect(decodeStoredEvent(value)).toBeNull();
      }),
    );
  });
});

test("[S5] fields that are no part of an event are not taken over: a log cannot carry a key by mistake", () => {
  const event = { type: "key.received", v: 1, memberId: "m", keyIndex: 1, receivedAt: 2, key: "c2VjcmV0" };
  expect(decodeCallEvent(event)).toEqual({ type: "key.received", v: 1, memberId: "m", keyIndex: 1, receivedAt: 2 });
  const nested = { type: "member.joined", v: 1, member: { ...memberOf("bob"), accessToken: "syt_secret" } };
  expect(JSON.stringify(decodeCallEvent(nested))).not.toContain("syt_secret");
});

test("[S6] version 1 is what is on disks already: changing a field means a version 2 that still reads this one", () => {
  const shape = Object.entries(storedFields).map(([type, fields]) =>
    `${type} ${Object.keys(fields).toSorted().join(" ")}`.trim(),
  );
  expect(shape.toSorted()).toMatchInlineSnapshot(`
    [
      "call.joined",
      "call.left cause fault",
      "call.opened encryption mode roomId",
      "join.failed fault step",
      "join.requested",
      "join.stepEntered step",
      "key.distributed epoch memberIds missedMemberIds",
      "key.received keyIndex memberId receivedAt",
      "key.used epoch",
      "layout.chosen layout",
      "leg.lost fault leg serviceUrl",
      "leg.restored leg serviceUrl",
      "media.decryptionChanged decryption participantId",
      "member.joined member",
      "member.left memberId",
      "member.suspended memberId",
      "member.trustChanged memberId trust",
      "member.updated member",
      "ownTrack.turned isOn source",
      "participant.connected participantId serviceUrl",
      "participant.disconnected participantId serviceUrl",
      "pin.chosen memberId",
      "safetyCode.changed code",
      "speech.changed isSpeaking participantId serviceUrl",
      "track.muted isMuted participantId serviceUrl trackId",
      "track.subscribed isEncrypted isMuted participantId serviceUrl source trackId",
      "track.unsubscribed participantId serviceUrl trackId",
    ]
  `);
});
