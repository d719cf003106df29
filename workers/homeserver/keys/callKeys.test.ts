import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { DeviceId, MemberId, ParticipantId, RoomId } from "../../../machines/domain/ids.ts";
import type { Member } from "../../../machines/domain/member.ts";
import type { CallEvent } from "../../../machines/events/callEvents.ts";
import type { KeyMessage } from "../../media-crypto/mediaCrypto.api.ts";
import { fakeOlm } from "../matrix/olm.fixture.ts";
import { userOf } from "../matrix/room.fixture.ts";
import { createCallKeys } from "./callKeys.ts";
import { createKeyInbox } from "./keyInbox.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] }));
afterEach(() => void vi.useRealTimers());

const ROOM = "!room:example.org" as RoomId;
const own = { userId: userOf("alice"), deviceId: "ALICE" as DeviceId };

function memberOf(name: string, change: Partial<Member> = {}): Member {
  const userId = userOf(name);
  return {
    memberId: `${userId}:DEVICE` as MemberId,
    userId,
    deviceId: "DEVICE" as DeviceId,
    participantId: `${userId}:DEVICE` as ParticipantId,
    form: "state",
    eventId: "$x" as Member["eventId"],
    joinedAt: 1,
    transport: null,
    preferredTransport: null,
    focusSelection: "multi_sfu",
    intent: null,
    displayName: name,
    avatarMxc: null,
    isOwn: false,
    ...change,
  };
}

function start(admits?: (member: Member) => boolean | null) {
  const olm = fakeOlm();
  const inbox = createKeyInbox({ curve25519Of: async () => null });
  const posted: KeyMessage[] = [];
  const events: CallEvent[] = [];
  const keys = createCallKeys({
    roomId: ROOM,
    own,
    memberId: () => "@alice:example.org:ALICE" as MemberId,
    olm,
    inbox,
    outlet: { post: (message) => posted.push(message), connect: () => {} },
    emit: (told) => events.push(...told),
    ...(admits && { admits }),
  });
  return {
    keys,
    olm,
    inbox,
    events,
    /** What media-crypto was told since the last call. */
    said: () =>
      posted
        .splice(0)
        .map((message) =>
          [
            message.kind,
            "participantId" in message ? message.participantId : null,
            "keyIndex" in message ? message.keyIndex : null,
          ]
            .filter((part) => part !== null)
            .join(" "),
        ),
    async receive(name: string, index = 0, extra: object = {}) {
      await inbox.take({
        type: "io.element.call.encryption_keys",
        sender: userOf(name),
        content: {
          keys: { index, key: "AAAAAAAAAAAAAAAAAAAAAA==" },
          room_id: ROOM,
          member: { claimed_device_id: "DEVICE", id: "x" },
          ...extra,
        },
        proof: { sender: userOf(name), deviceId: "DEVICE" as DeviceId, curve25519: "c" },
      });
    },
  };
}

test("joining makes our key, uses it and sends it to everybody, in the words that other clients read", async () => {
  const { keys, olm, said, events } = start();
  keys.setMembers([memberOf("alice", { isOwn: true, userId: own.userId, deviceId: own.deviceId }), memberOf("bob")]);
  await keys.join();
  await keys.whenDistributed();
  expect(said()).toEqual(["ownKey.set 0", "ownKey.use 0"]);
  const [message] = olm.sent();
  expect(message?.to).toEqual(["@bob:example.org DEVICE"]);
  expect(message?.content).toEqual({
    keys: { index: 0, key: expect.stringMatching(/^[A-Za-z0-9+/]{22}==$/) },
    room_id: ROOM,
    member: { claimed_device_id: "ALICE", id: "@alice:example.org:ALICE" },
    session: { application: "m.call", call_id: "", scope: "m.room" },
    sent_ts: Date.now(),
  });
  expect(events.map(({ type }) => type)).toEqual(["key.used", "key.distributed"]);
});

test("a key that comes before its member waits for them; one that comes after goes on at once", async () => {
  const { keys, said, receive, events } = start();
  await receive("bob");
  expect(said()).toEqual([]);
  keys.setMembers([memberOf("bob")]);
  expect(said()).toEqual(["key.set @bob:example.org:DEVICE 0"]);
  await receive("bob", 1);
  expect(said()).toEqual(["key.set @bob:example.org:DEVICE 1"]);
  expect(events.filter(({ type }) => type === "key.received")).toHaveLength(2);
});

test("a key is handed over once, and again when it is missed", async () => {
  const { keys, said, receive } = start();
  keys.setMembers([memberOf("bob")]);
  await receive("bob");
  keys.setMembers([memberOf("bob", { intent: "audio" })]);
  expect(said()).toEqual(["key.set @bob:example.org:DEVICE 0"]);
  expect(keys.repeatKeys("@bob:example.org:DEVICE" as ParticipantId)).toBe(true);
  expect(said()).toEqual(["key.set @bob:example.org:DEVICE 0"]);
  expect(keys.repeatKeys("@carol:example.org:DEVICE" as ParticipantId)).toBe(false);
});

test("a member who changes the form of membership keeps their keys, under the new identity", async () => {
  const { keys, said, receive } = start();
  keys.setMembers([memberOf("bob")]);
  await receive("bob");
  said();
  keys.setMembers([
    memberOf("bob", { form: "sticky", memberId: "uuid" as MemberId, participantId: "hash" as ParticipantId }),
  ]);
  expect(said()).toEqual(["key.set hash 0"]);
});

test("devices are made ready before we join, once", async () => {
  const { keys, olm } = start();
  keys.setMembers([memberOf("bob")]);
  keys.setMembers([memberOf("bob"), memberOf("carol")]);
  expect(olm.warmed()).toEqual(["@bob:example.org DEVICE", "@carol:example.org DEVICE"]);
  expect(olm.sent()).toEqual([]);
});

test("a device that joins once more is sent our key again", async () => {
  const { keys, olm } = start();
  keys.setMembers([memberOf("bob")]);
  await keys.join();
  await keys.whenDistributed();
  olm.sent();
  keys.setMembers([memberOf("bob", { joinedAt: 2 })]);
  await keys.whenDistributed();
  expect(olm.sent()).toHaveLength(1);
});

test("a refreshed sticky membership is not taken for another joining", async () => {
  const { keys, olm } = start();
  const sticky = memberOf("bob", { form: "sticky", memberId: "uuid" as MemberId });
  keys.setMembers([sticky]);
  await keys.join();
  await keys.whenDistributed();
  olm.sent();
  keys.setMembers([{ ...sticky, joinedAt: 3_600_000 }]);
  await keys.whenDistributed();
  expect(olm.sent()).toEqual([]);
});

const asking = { "app.parley.key_request": true };
const bobsParticipant = "@bob:example.org:DEVICE" as ParticipantId;

async function startWith(...names: readonly string[]) {
  const started = start();
  started.keys.setMembers(names.map((name) => memberOf(name)));
  await started.keys.join();
  await started.keys.whenDistributed();
  started.olm.sent();
  return started;
}

test("[KQ1] a device whose frames lack a key is asked for it, by our own key with a field more", async () => {
  const { keys, olm } = await startWith("bob", "carol");
  keys.repeatKeys(bobsParticipant);
  await vi.advanceTimersByTimeAsync(5_000);
  keys.repeatKeys(bobsParticipant);
  await vi.advanceTimersByTimeAsync(0);
  const [message, ...more] = olm.sent();
  expect(message?.to).toEqual(["@bob:example.org DEVICE"]);
  expect(message?.content).toMatchObject({ keys: { index: 0 }, room_id: ROOM, ...asking });
  expect(more).toEqual([]);
});

test("[KQ1] a device whose key comes within five seconds is not asked", async () => {
  const { keys, olm, receive } = await startWith("bob");
  keys.repeatKeys(bobsParticipant);
  await vi.advanceTimersByTimeAsync(4_999);
  await receive("bob");
  await vi.advanceTimersByTimeAsync(1);
  keys.repeatKeys(bobsParticipant);
  await vi.advanceTimersByTimeAsync(0);
  expect(olm.sent()).toEqual([]);
});

test("[KQ2] a member who asks is sent our newest key once more, as to a newcomer, and their own key is taken", async () => {
  const { olm, receive, said, events } = await startWith("bob", "carol");
  said();
  events.splice(0);
  await receive("bob", 5, asking);
  await vi.advanceTimersByTimeAsync(0);
  const [message, ...more] = olm.sent();
  expect(message?.to).toEqual(["@bob:example.org DEVICE"]);
  expect(message?.content).not.toMatchObject(asking);
  expect(more).toEqual([]);
  expect(said()).toEqual(["key.set @bob:example.org:DEVICE 5"]);
  expect(events.map(({ type }) => type)).toEqual(["key.received", "key.distributed"]);
});

test("[KQ2] nobody outside the call is answered, and nobody by whom has left it", async () => {
  const { keys, olm, receive } = await startWith("bob");
  await receive("mallory", 0, asking);
  keys.leave();
  await receive("bob", 0, asking);
  await vi.advanceTimersByTimeAsync(0);
  expect(olm.sent()).toEqual([]);
});

test("[KQ3] whoever asks without end is answered every two seconds", async () => {
  const { olm, receive } = await startWith("bob");
  for (let second = 0; second < 4; second += 1) {
    for (let count = 0; count < 5; count += 1) await receive("bob", 0, asking);
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(olm.sent()).toHaveLength(2);
});

test("[KV1] whoever may not have our key is not sent it, not by any way, and is told of as missed, once", async () => {
  const { keys, olm, events, receive } = start(({ displayName }) =>
    displayName === "dave" ? null : displayName !== "bob",
  );
  const everybody = ["bob", "carol", "dave"].map((name) => memberOf(name));
  keys.setMembers(everybody);
  await keys.join();
  await keys.whenDistributed();
  keys.setMembers(everybody);
  keys.repeatKeys(bobsParticipant);
  await vi.advanceTimersByTimeAsync(5_000);
  keys.repeatKeys(bobsParticipant);
  await receive("bob", 0, asking);
  await vi.advanceTimersByTimeAsync(0);
  expect(olm.sent().flatMap(({ to }) => to)).toEqual(["@carol:example.org DEVICE"]);
  const missed = events.flatMap((event) => (event.type === "key.distributed" ? event.missedMemberIds : []));
  expect(missed).toEqual([memberOf("bob").memberId]);
});

test("[KV2] who is admitted later is sent the key then, and who is no more costs a new one", async () => {
  let admitted = ["carol"];
  const { keys, olm } = start(({ displayName }) => admitted.includes(displayName));
  const everybody = ["bob", "carol"].map((name) => memberOf(name));
  keys.setMembers(everybody);
  await keys.join();
  await keys.whenDistributed();
  olm.sent();
  const sentAfter = async (...names: string[]) => {
    admitted = names;
    keys.setMembers(everybody);
    await keys.whenDistributed();
    return olm.sent().map(({ to, content }) => [...to, (content["keys"] as { index: number }).index]);
  };
  expect(await sentAfter("bob", "carol")).toEqual([["@bob:example.org DEVICE", 0]]);
  expect(await sentAfter("bob")).toEqual([["@bob:example.org DEVICE", 1]]);
});

test("ending forgets the keys", () => {
  const { keys, said } = start();
  keys.stop();
  expect(said()).toEqual(["keys.cleared"]);
});
