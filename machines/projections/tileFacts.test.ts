import { describe, expect, test } from "vitest";
import type { CallEvent } from "../events/callEvents.ts";
import type { RoomId } from "../domain/ids.ts";
import { memberOf, transportOf } from "../testing/fixtures.ts";
import { replay } from "./callState.projection.ts";
import { selectTileFacts, type MediaState, type TileFacts } from "./tileFacts.ts";

const bob = memberOf("bob");
const serviceUrl = transportOf("main").serviceUrl;
const at = { v: 1, serviceUrl, participantId: bob.participantId } as const;
const opened = (encryption: "per_participant" | "shared_key" | "none") =>
  ({ type: "call.opened", v: 1, roomId: "!room" as RoomId, encryption, mode: "compatibility" }) as const;
const present = { type: "member.joined", v: 1, member: bob } as const;
const connected = { ...at, type: "participant.connected" } as const;
const video = {
  ...at,
  type: "track.subscribed",
  trackId: "TR1",
  source: "camera",
  isMuted: false,
  isEncrypted: true,
} as const;
const key = { type: "key.received", v: 1, memberId: bob.memberId, keyIndex: 0, receivedAt: 1 } as const;
const frames = (decryption: "decrypting" | "missing_key" | "invalid_key" | "unencrypted") =>
  ({ type: "media.decryptionChanged", v: 1, participantId: bob.participantId, decryption }) as const;
const suspended = { type: "member.suspended", v: 1, memberId: bob.memberId } as const;
const sfuLost = { type: "leg.lost", v: 1, leg: "transport", serviceUrl, fault: null } as const;

const stateOf = (...events: readonly CallEvent[]) =>
  replay(events.map((event, index) => ({ seq: index + 1, at: index, event })));
const tile = (...events: readonly CallEvent[]): TileFacts => {
  const [facts] = selectTileFacts(stateOf(opened("per_participant"), present, ...events));
  if (facts === undefined) throw new Error("There is no tile");
  return facts;
};

describe("[T1] what a tile shows", () => {
  const rows: readonly (readonly [string, MediaState, readonly CallEvent[]])[] = [
    ["a member without a participant", "waiting-for-media", []],
    ["a participant with camera and microphone off", "playing", [connected]],
    ["media before its key", "waiting-for-key", [connected, video]],
    ["media with its key", "playing", [connected, video, key]],
    ["frames under a key that has not come", "waiting-for-key", [connected, key, video, frames("missing_key")]],
    ["frames under another key", "undecryptable", [connected, key, video, frames("invalid_key")]],
    ["frames that decrypt again", "playing", [connected, key, video, frames("invalid_key"), frames("decrypting")]],
    ["a publication in clear", "unencrypted", [connected, key, { ...video, isEncrypted: false }]],
    ["frames in clear", "unencrypted", [connected, key, video, frames("unencrypted")]],
    ["an SFU that is away", "reconnecting", [connected, video, key, sfuLost]],
    ["a membership that ended with the homeserver's absence", "suspended", [connected, video, key, suspended]],
    [
      "a muted member whose last frames lacked a key",
      "playing",
      [connected, video, frames("missing_key"), { ...at, type: "track.muted", trackId: "TR1", isMuted: true }],
    ],
  ];
  test.each(rows)("%s: %s", (_, mediaState, events) => {
    expect(tile(...events).state).toBe(mediaState);
  });
  test("with a shared key nobody's key is waited for, and in a plain call none is", () => {
    for (const encryption of ["shared_key", "none"] as const) {
      expect(selectTileFacts(stateOf(opened(encryption), present, video))[0]?.state).toBe("playing");
    }
  });
});

test("[T2] media in clear has no track to attach", () => {
  expect(tile(video, key).cameraTrackId).toBe("TR1");
  expect(tile({ ...video, isEncrypted: false }).cameraTrackId).toBeNull();
});

test("a member at another SFU than their participant is waited for", () => {
  expect(tile({ ...connected, serviceUrl: "https://other.example.org" }).state).toBe("waiting-for-media");
});

test("somebody whose microphone is off does not speak", () => {
  const microphone = { ...video, trackId: "TR2", source: "microphone" } as const;
  const speaking = { ...at, type: "speech.changed", isSpeaking: true } as const;
  expect(tile(microphone, speaking)).toMatchObject({ isMicrophoneOn: true, isSpeaking: true });
  expect(tile(microphone, speaking, { ...at, type: "track.muted", trackId: "TR2", isMuted: true })).toMatchObject({
    isMicrophoneOn: false,
    isSpeaking: false,
  });
});

test("[T3] whoever our key has not reached is marked", () => {
  expect(
    tile({ type: "key.distributed", v: 1, epoch: 0, memberIds: [], missedMemberIds: [bob.memberId] }).isKeyMissed,
  ).toBe(true);
});

describe("[KL3] since when we wait for somebody's key", () => {
  const joined = { type: "call.joined", v: 1 } as const;
  const rows: readonly (readonly [string, number | null, readonly CallEvent[]])[] = [
    ["not in the lobby, where nobody sends us any", null, []],
    ["since we joined, when they were there before", 2, [joined]],
    ["never, once it came", null, [joined, key]],
    ["since their frames came under another", 5, [joined, key, video, frames("missing_key")]],
    ["no more, once they decrypt", null, [joined, key, video, frames("missing_key"), frames("decrypting")]],
    [
      "not while they send nothing",
      null,
      [joined, key, video, frames("missing_key"), { ...at, type: "track.muted", trackId: "TR1", isMuted: true }],
    ],
  ];
  test.each(rows)("%s: %s", (_, since, events) => {
    expect(tile(...events).keyMissingSince).toBe(since);
  });
  test("since they came, when we were there before", () => {
    const [facts] = selectTileFacts(stateOf(opened("per_participant"), joined, present));
    expect(facts?.keyMissingSince).toBe(2);
  });
  test("never, where nobody has an own key", () => {
    expect(selectTileFacts(stateOf(opened("shared_key"), present, joined))[0]?.keyMissingSince).toBeNull();
  });
});

test("our own tile shows what we turned on", () => {
  const own = { ...present, member: { ...bob, isOwn: true } };
  const [facts] = selectTileFacts(
    stateOf(opened("per_participant"), own, { type: "ownTrack.turned", v: 1, source: "camera", isOn: true }),
  );
  expect(facts).toMatchObject({ state: "playing", isCameraOn: true, isMicrophoneOn: false, cameraTrackId: null });
});

test("we are seen to speak, though nobody told of our own participant", () => {
  const own = { ...present, member: { ...bob, isOwn: true } };
  const speaking = { ...at, type: "speech.changed", isSpeaking: true } as const;
  expect(selectTileFacts(stateOf(opened("per_participant"), own, speaking))[0]?.isSpeaking).toBe(true);
});

test("[T4] what did not change keeps its reference: each tile, and the whole", () => {
  const carol = { type: "member.joined", v: 1, member: memberOf("carol", { joinedAt: 2_000 }) } as const;
  const before = stateOf(opened("per_participant"), present, carol, video, key);
  const first = selectTileFacts(before);
  expect(
    selectTileFacts(
      replay([{ seq: 9, at: 9, event: { type: "layout.chosen", v: 1, layout: "spotlight" } }], before),
      first,
    ),
  ).toBe(first);
  const second = selectTileFacts(replay([{ seq: 9, at: 9, event: frames("invalid_key") }], before), first);
  expect(second[0]).not.toBe(first[0]);
  expect(second[1]).toBe(first[1]);
  const third = selectTileFacts(
    replay([{ seq: 9, at: 9, event: { type: "member.left", v: 1, memberId: bob.memberId } }], before),
    first,
  );
  expect(third).toEqual([first[1]]);
  expect(third[0]).toBe(first[1]);
});
